"""Downloads from publishers. Off unless asked for (`manage.py fetch`); the web app never calls it."""

import os
from pathlib import Path

import requests
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_exponential

from data.source import RefusedFile
from settings import read_settings

TIMEOUT_SECONDS = (10, 60)
CHUNK = 1024 * 1024


class PassingFault(Exception):
    """A fault that may be gone at the next attempt: no connection, a time-out, an answer 429 or 5xx."""


def download(url: str, target: Path, parameters: dict | None = None) -> Path:
    """Writes the answer to target, whole or not at all. RefusedFile on an answer other than 200,
    on an answer over the size limit, and when five attempts with growing pauses failed."""
    try:
        _download(url, target, parameters)
    except PassingFault as fault:
        raise RefusedFile(f"{url} could not be fetched after several attempts: {fault}.") from fault
    return target


def fetch_json(url: str, parameters: dict | None = None):
    """The JSON answer of a publisher's API; RefusedFile as for download, or when the answer is not JSON."""
    try:
        answer = _request(url, parameters)
        return answer.json()
    except PassingFault as fault:
        raise RefusedFile(f"{url} could not be fetched after several attempts: {fault}.") from fault
    except requests.exceptions.JSONDecodeError as error:
        raise RefusedFile(f"{url} did not answer with JSON.") from error


@retry(
    retry=retry_if_exception_type(PassingFault),
    stop=stop_after_attempt(5),
    wait=wait_exponential(0.2, max=20),
    reraise=True,
)
def _request(url: str, parameters: dict | None, stream: bool = False) -> requests.Response:
    try:
        answer = requests.get(url, params=parameters, timeout=TIMEOUT_SECONDS, stream=stream)
    except (requests.ConnectionError, requests.Timeout) as error:
        raise PassingFault(type(error).__name__) from error
    if answer.status_code == 429 or answer.status_code >= 500:
        raise PassingFault(f"answer {answer.status_code}")
    if answer.status_code != 200:
        raise RefusedFile(f"{url} answered {answer.status_code}.")
    return answer


@retry(
    retry=retry_if_exception_type(PassingFault),
    stop=stop_after_attempt(5),
    wait=wait_exponential(0.2, max=20),
    reraise=True,
)
def _download(url: str, target: Path, parameters: dict | None) -> None:
    limit = read_settings().max_file_bytes
    partial = target.with_name(target.name + ".part")
    target.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    try:
        with _request(url, parameters, stream=True) as answer, open(partial, "wb") as file:
            for chunk in answer.iter_content(CHUNK):
                written += len(chunk)
                if written > limit:
                    raise RefusedFile(f"{url} sends more than {limit} bytes.")
                file.write(chunk)
        os.replace(partial, target)
    except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError) as error:
        raise PassingFault(type(error).__name__) from error
    finally:
        partial.unlink(missing_ok=True)
