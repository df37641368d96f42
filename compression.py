"""Compresses what the web process sends, in the way that the browser asks for. Static files are packed ahead of
time, by statics/."""

import gzip

import brotli
from flask import Response, request

BROTLI, GZIP, PLAIN = "br", "gzip", "identity"
PACKED_AHEAD = "static_file"
"""Endpoint whose answers are packed by statics/."""
SMALLEST, LARGEST = 600, 16 * 1024**2
"""Bytes: smaller answers would gain nothing, larger ones are sent as they are."""
WORDY = ("application/javascript", "application/json", "application/geo+json", "image/svg+xml")


def wanted_encoding() -> str:
    """The encoding that the browser of this request likes best: brotli before gzip before none."""
    return request.accept_encodings.best_match([BROTLI, GZIP, PLAIN], default=PLAIN)


QUICK, DENSE = 5, 10
"""Efforts of brotli. Dense saves an eighth of the bytes and takes some 60 ms for 150 KB of HTML instead of 4: it pays
on a link of a few kilobytes per second."""


def packed(plain: bytes, encoding: str, effort: int = QUICK) -> bytes:
    """Bytes in an encoding, with an effort that pays for an answer that is sent once. effort: of brotli."""
    if encoding == BROTLI:
        return brotli.compress(plain, quality=effort)
    return gzip.compress(plain, 6, mtime=0) if encoding == GZIP else plain


def unpacked(data: bytes, encoding: str) -> bytes:
    """The bytes that were packed."""
    if encoding == BROTLI:
        return brotli.decompress(data)
    return gzip.decompress(data) if encoding == GZIP else data


def with_compression(response: Response) -> Response:
    """The answer compressed, with a weak tag that browsers ask by. Streams, parts of files and answers that are
    compressed already go through untouched."""
    if request.endpoint == PACKED_AHEAD or not (response.mimetype.startswith("text/") or response.mimetype in WORDY):
        return response
    response.vary.add("Accept-Encoding")
    if not _is_whole(response):
        return response
    if request.method in ("GET", "HEAD") and response.status_code == 200 and not response.direct_passthrough:
        tag, _is_weak = response.get_etag()
        response.set_etag(tag, weak=True) if tag else response.add_etag(weak=True)
        response.make_conditional(request)
    if response.status_code == 304:
        return response
    response.direct_passthrough = False  # else its body could not be read
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


def _with_body(response: Response, body: bytes) -> Response:
    """The answer with packed bytes; its tag is weak from now on, since other bytes mean the same."""
    encoding, (tag, _is_weak) = wanted_encoding(), response.get_etag()
    if encoding != PLAIN:
        response.headers["Content-Encoding"] = encoding
    if tag:
        response.set_etag(tag, weak=True)
    response.set_data(body)
    return response
