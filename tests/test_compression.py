"""What is sent is compressed as the browser asks; streams, parts and tags stay what they are."""

import gzip

import brotli
import pytest
from flask import Flask, Response, send_file

from compression import packed, unpacked, with_compression
from statics import address
from statics.files import static_files
from statics.routes import add_static_files


@pytest.fixture
def plain(tmp_path):
    """An app of its own: a long text, the same not found, a stream, a small text, a picture, a file, a text compressed before."""
    app = Flask("plain")
    text = "Kabul, Kandahar, Herat. " * 200
    (tmp_path / "rows.csv").write_text(text)
    views = {
        "text": lambda: text,
        "missing": lambda: (text, 404),
        "stream": lambda: Response((text for _ in range(3)), mimetype="text/csv"),
        "small": lambda: "few words",
        "picture": lambda: Response(text.encode(), mimetype="image/png"),
        "file": lambda: send_file(tmp_path / "rows.csv", conditional=True),
        "before": lambda: Response(gzip.compress(text.encode()), headers={"Content-Encoding": "gzip"}),
    }
    for name, view in views.items():
        app.add_url_rule(f"/{name}", name, view)
    app.after_request(with_compression)
    return app.test_client(), text


@pytest.mark.parametrize("name", ["text", "missing"])
def test_each_encoding_gives_the_same_bytes(plain, name):
    client, _text = plain
    given = {one: client.get(f"/{name}", headers={"Accept-Encoding": one}) for one in ("identity", "gzip", "br")}
    assert gzip.decompress(given["gzip"].data) == brotli.decompress(given["br"].data) == given["identity"].data
    assert [given[one].headers.get("Content-Encoding") for one in given] == [None, "gzip", "br"]
    assert all(int(one.headers["Content-Length"]) == len(one.data) for one in given.values())
    assert all("Accept-Encoding" in one.vary for one in given.values())


def test_what_the_browser_has_is_not_sent_again(plain):
    client, _text = plain
    first = client.get("/text", headers={"Accept-Encoding": "br"})
    again = client.get("/text", headers={"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = client.get("/text", headers={"Accept-Encoding": "br", "If-None-Match": '"other"'})
    assert (other.status_code, other.data) == (200, first.data)


def test_a_file_is_packed_too(plain):
    client, text = plain
    first = client.get("/file", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(first.data).decode() == text


def test_head_tells_the_same_without_a_body(plain):
    client, _text = plain
    get = client.get("/text", headers={"Accept-Encoding": "br"})
    head = client.head("/text", headers={"Accept-Encoding": "br"})
    assert head.data == b""
    assert all(head.headers[name] == get.headers[name] for name in ("Content-Length", "Content-Encoding", "ETag"))


def test_static_files_are_left_to_who_packed_them_ahead(home):
    app = Flask("statics", static_folder=None)
    add_static_files(app)
    app.after_request(with_compression)
    for encoding in ("identity", "gzip", "br"):
        got = app.test_client().get(address("lagebild.css"), headers={"Accept-Encoding": encoding})
        assert unpacked(got.data, encoding) == static_files()["lagebild.css"].content
        assert not got.get_etag()[1], "its tag stands for these bytes"


def test_streams_parts_and_what_is_packed_or_small_go_through_untouched(plain):
    client, text = plain
    ask = {"Accept-Encoding": "br"}
    assert client.get("/text", headers=ask).headers["Content-Encoding"] == "br"
    for name in ("stream", "small", "picture"):
        assert "Content-Encoding" not in client.get(f"/{name}", headers=ask).headers, name
    assert client.get("/stream", headers=ask).text == text * 3
    part = client.get("/file", headers=ask | {"Range": "bytes=0-4"})
    assert (part.status_code, part.data) == (206, b"Kabul")
    before = client.get("/before", headers=ask)
    assert before.headers["Content-Encoding"] == "gzip" and gzip.decompress(before.data).decode() == text


@pytest.mark.parametrize(
    "accepted, encoding",
    [("", None), ("gzip", "gzip"), ("br, gzip", "br"), ("gzip, deflate, br", "br"), ("br;q=0", None), ("*", "br"),
     ("br;q=0, gzip;q=0.1", "gzip"), ("nonsense", None), ("identity;q=1, br;q=0.1", None)],
)  # fmt: skip
def test_the_browser_chooses(plain, accepted, encoding):
    client, _text = plain
    assert client.get("/text", headers={"Accept-Encoding": accepted}).headers.get("Content-Encoding") == encoding


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_unpacked_gives_back_what_was_packed(encoding):
    data = bytes(range(256)) * 50
    assert unpacked(packed(data, encoding), encoding) == data
