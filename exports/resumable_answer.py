"""A file that is made while it is sent, as an answer of the web server: whole, the rest of it, or not at all where the
browser has it already."""

from base64 import b64encode

from flask import Response, request
from werkzeug.http import unquote_etag

from exports.resumable import StreamedFile, bytes_of, length_known, measured


def answered(file: StreamedFile) -> Response:
    """The answer to this request: 200 with the file, 206 with the bytes that are asked for, 304, or 416 for bytes beyond
    its end. A part is given only where the request names the file it began with, or none."""
    answer = Response(status=200, content_type=file.media_type)
    answer.set_etag(file.tag)
    answer.headers["Accept-Ranges"] = "bytes"
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
    if request.if_none_match.contains(file.tag):
        answer.status_code = 304
        return answer
    span = _span(file)
    if span is None:
        return _whole(answer, file)
    return _part(answer, file, span)


def _whole(answer: Response, file: StreamedFile) -> Response:
    length = length_known(file)
    if length is not None:
        answer.content_length = length
        seal = b64encode(bytes.fromhex(measured(file).seal)).decode()
        answer.headers["Repr-Digest"] = f"sha-256=:{seal}:"
    if request.method != "HEAD":
        answer.response = bytes_of(file)
    elif length is None:
        answer.automatically_set_content_length = False  # or a file of unknown length would be told as empty
    return answer


def _part(answer: Response, file: StreamedFile, span) -> Response:
    length = measured(file).length
    found = span.range_for_length(length)
    if found is None:
        answer.status_code = 416
        answer.headers["Content-Range"] = f"bytes */{length}"
        return answer
    first, stop = found
    answer.status_code, answer.content_length = 206, stop - first
    answer.headers["Content-Range"] = f"bytes {first}-{stop - 1}/{length}"
    if request.method != "HEAD":
        answer.response = bytes_of(file, first, stop)
    return answer


def _span(file: StreamedFile):
    """The one range of bytes that is asked for; None for the whole file: no range, several, all of it, or a range of
    another file than this one."""
    asked, condition = request.range, request.headers.get("If-Range")
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1 or asked.ranges[0] == (0, None):
        return None
    return None if condition is not None and unquote_etag(condition) != (file.tag, False) else asked
