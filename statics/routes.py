"""The address of static files. A page that was opened before an upgrade gets the file that it asks for as long as that
is kept, and after that the file of today."""

from flask import Flask, Response, abort, request

from statics.files import AT, StaticFile, static_files
from statics.packed import PLAIN, earlier_file, encodings_of, name_of, packed

A_YEAR = 365 * 24 * 3600


def add_static_files(server: Flask) -> None:
    """Adds the address."""
    server.add_url_rule(f"{AT}<path:path>", "static_file", static_answer)


def static_answer(path: str) -> Response:
    """The file of a path with its hash, in the encoding that the browser likes best; for a year, as another content has
    another address. By its bare name, or by the hash of a file that is not kept any more, the file of today, and the
    browser asks each time whether it still is. Not found for other names."""
    file = static_files().get(name_of(path))
    if file is None or path != file.path:
        file = earlier_file(path) or file
    if file is None:
        abort(404)
    return _answer(file, is_lasting=path == file.path)


def _answer(file: StaticFile, *, is_lasting: bool) -> Response:
    encoding = _encoding(file)
    body = packed(file, encoding)
    response = Response(body, content_type=file.media_type)
    if encoding != PLAIN:
        response.headers["Content-Encoding"] = encoding
    response.vary.add("Accept-Encoding")
    response.set_etag(f"{file.path}-{encoding}".replace("/", "-"))
    control = response.cache_control
    control.public = True
    control.max_age, control.immutable, control.no_cache = (A_YEAR, True, None) if is_lasting else (None, None, True)
    return response.make_conditional(request, accept_ranges=True, complete_length=len(body))


def _encoding(file: StaticFile) -> str:
    """Parts of a file are those of the file as it is: who asks for them counts its bytes."""
    if "Range" in request.headers:
        return PLAIN
    return request.accept_encodings.best_match(encodings_of(file), default=PLAIN)
