"""Compresses what the web process sends, in the way that the browser asks for; files of the app only once each."""

import gzip
import threading

import brotli
from flask import Response, request

from queries.cache import BoundedMemory

BROTLI, GZIP, PLAIN = "br", "gzip", "identity"
FILES = ("_dash_assets.static", "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>")
"""Endpoints of files: scripts and styles, which are the same for everybody and packed once, with more effort."""
SMALLEST, LARGEST = 600, 16 * 1024**2
"""Bytes: smaller answers would gain nothing, larger ones are sent as they are."""
FILE_BYTES = 24 * 1024**2
A_YEAR = 365 * 24 * 3600
WORDY = ("application/javascript", "application/json", "application/geo+json", "image/svg+xml")

_files, _one_file = BoundedMemory(FILE_BYTES), threading.Lock()


def wanted_encoding() -> str:
    """The encoding that the browser of this request likes best: brotli before gzip before none."""
    return request.accept_encodings.best_match([BROTLI, GZIP, PLAIN], default=PLAIN)


def packed(plain: bytes, encoding: str, *, is_file: bool = False) -> bytes:
    """Bytes in an encoding; files with an effort that pays only once."""
    if encoding == BROTLI:
        return brotli.compress(plain, quality=9 if is_file else 5)
    return gzip.compress(plain, 9 if is_file else 6, mtime=0) if encoding == GZIP else plain


def unpacked(data: bytes, encoding: str) -> bytes:
    """The bytes that were packed."""
    if encoding == BROTLI:
        return brotli.decompress(data)
    return gzip.decompress(data) if encoding == GZIP else data


def with_compression(response: Response) -> Response:
    """The answer compressed, with a weak tag that browsers ask by. Streams, parts of files and answers that are
    compressed already go through untouched."""
    if not (response.mimetype.startswith("text/") or response.mimetype in WORDY):
        return response
    response.vary.add("Accept-Encoding")
    if request.endpoint == FILES[0] and "m" in request.args:  # Dash puts the time of the last change into the address
        response.cache_control.no_cache = None
        response.cache_control.max_age, response.cache_control.immutable = A_YEAR, True
    if not _is_whole(response):
        return response
    if request.method in ("GET", "HEAD") and response.status_code == 200 and not response.direct_passthrough:
        tag, _is_weak = response.get_etag()
        response.set_etag(tag, weak=True) if tag else response.add_etag(weak=True)
        response.make_conditional(request)
    if response.status_code == 304:
        return response
    if request.endpoint in FILES:
        return _with_body(response, _packed_file(response))
    return _with_body(response, packed(response.get_data(), wanted_encoding()))


def _is_whole(response: Response) -> bool:
    """False for streams, parts, answers without a body, files to be kept, and those that are small, huge or
    compressed already."""
    if response.status_code in (204, 206, 304) or "Content-Range" in response.headers:
        return False
    if response.headers.get("Content-Disposition", "").startswith(
        "attachment"
    ):  # its strong tag stands for these bytes
        return False
    if "Content-Encoding" in response.headers or (response.is_streamed and not response.direct_passthrough):
        return False
    length = response.content_length if response.direct_passthrough else response.calculate_content_length()
    return length is not None and SMALLEST <= length <= LARGEST


def _packed_file(response: Response) -> bytes:
    """The file of the answer in the encoding wanted, kept by address and tag."""
    encoding = wanted_encoding()
    key = repr((request.path, response.get_etag(), encoding))
    with _one_file:
        found = _files.get(key)
        if found is None:
            response.direct_passthrough = False
            found = _files[key] = packed(response.get_data(), encoding, is_file=True)
    return found


def _with_body(response: Response, body: bytes) -> Response:
    """The answer with packed bytes; its tag is weak from now on, since other bytes mean the same."""
    encoding, (tag, _is_weak) = wanted_encoding(), response.get_etag()
    response.direct_passthrough = False
    if encoding != PLAIN:
        response.headers["Content-Encoding"] = encoding
    if tag:
        response.set_etag(tag, weak=True)
    response.set_data(body)
    return response
