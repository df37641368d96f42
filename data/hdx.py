"""Downloads from the Humanitarian Data Exchange (HDX): the resources of a data set, found by package_show."""

from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

import pandas as pd

from data.fetch import download, fetch_json
from data.source import RefusedFile

HDX = "https://data.humdata.org"


def download_hdx_resources(dataset_id: str, patterns: Sequence[str], folder: Path, base_url: str = HDX) -> list[Path]:
    """Files of an HDX data set whose file name or resource name matches one of the glob patterns (case counts
    for nothing), each written to folder under the name that matched.

    The paths are in the order in which the data set lists its resources. RefusedFile as for
    hdx_addresses, or when a file cannot be downloaded.
    """
    addresses = hdx_addresses(dataset_id, patterns, base_url)
    return [download(address, folder / name) for name, address in addresses.items()]


def hdx_addresses(dataset_id: str, patterns: Sequence[str], base_url: str = HDX) -> dict[str, str]:
    """Name -> web address of the resources that match one of the patterns, in the order of the data set.

    RefusedFile when a pattern matches no resource, when two resources claim one name, or when HDX does not
    answer as expected.
    """
    addresses: dict[str, str] = {}
    for resource in hdx_resources(dataset_id, base_url):
        name = _matching_name(resource, patterns)
        if name is None:
            continue
        if name in addresses:
            raise RefusedFile(f"The HDX data set {dataset_id} lists {name} more than once.")
        addresses[name] = _address(resource, base_url)
    for pattern in patterns:
        if not any(_fits(name, pattern) for name in addresses):
            raise RefusedFile(f"The HDX data set {dataset_id} has no resource {pattern}.")
    return addresses


def hdx_resources(dataset_id: str, base_url: str = HDX) -> list[dict]:
    """The resources of an HDX data set as CKAN describes them (name, url, format, last_modified, ...)."""
    answer = fetch_json(urljoin(base_url, "/api/3/action/package_show"), {"id": dataset_id})
    found = answer.get("result", {}).get("resources") if isinstance(answer, dict) and answer.get("success") else None
    if not isinstance(found, list):
        raise RefusedFile(f"HDX does not describe the data set {dataset_id}.")
    return found


def without_hxl_tags(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of a table without the row of HXL tags, which HDX puts under the header of some files:
    a row in which every filled cell begins with #. A table that has none stays as it is."""
    cells = frame.drop(columns="source_row", errors="ignore")
    tagged = cells.apply(lambda column: column.isna() | column.astype(str).str.startswith("#")).all(axis=1)
    return frame[~tagged]


def _matching_name(resource: dict, patterns: Sequence[str]) -> str | None:
    for name in (_file_name(urlsplit(_link(resource)).path), _file_name(resource.get("name") or "")):
        if name and any(_fits(name, pattern) for pattern in patterns):
            return name
    return None


def _fits(name: str, pattern: str) -> bool:
    return fnmatchcase(name.casefold(), pattern.casefold())


def _file_name(path: str) -> str:
    """The last part of a path, so that an address can never name a place outside the folder."""
    name = PurePosixPath(unquote(path).replace("\\", "/")).name
    return "" if name in {".", ".."} else name


def _link(resource: dict) -> str:
    return resource.get("download_url") or resource.get("url") or ""


def _address(resource: dict, base_url: str) -> str:
    address = urljoin(base_url, _link(resource))
    if urlsplit(address).scheme not in {"http", "https"}:
        raise RefusedFile(f"HDX gives no web address for {resource.get('name')}.")
    return address
