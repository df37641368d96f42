"""What is sent is compressed as the browser asks, once for each file; streams, parts and tags stay what they are."""

import gzip

import brotli
import pytest
from flask import Flask, Response, send_file

import compression
from app import create_app
from compression import packed, unpacked, with_compression

SCRIPT = "/_dash-component-suites/plotly/package_data/plotly.min.js"
STYLE = "/assets/lagebild.css"


@pytest.fixture
def client(demo_home):
    return create_app().server.test_client()


@pytest.fixture
def plain(tmp_path):
    """An app of its own: a long text, a stream, a small text, a picture, a file, a text compressed before."""
    app = Flask("plain")
    text = "Kabul, Kandahar, Herat. " * 200
    (tmp_path / "rows.csv").write_text(text)
    views = {
        "text": lambda: text,
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


@pytest.mark.parametrize("address", [SCRIPT, STYLE, "/", "/_dash-layout", "/_dash-dependencies"])
def test_each_encoding_gives_the_same_bytes(client, address):
    given = {name: client.get(address, headers={"Accept-Encoding": name}) for name in ("identity", "gzip", "br")}
    if address != "/":  # the document carries a mark of its own each time
        assert gzip.decompress(given["gzip"].data) == brotli.decompress(given["br"].data) == given["identity"].data
    assert [given[name].headers.get("Content-Encoding") for name in given] == [None, "gzip", "br"]
    assert all(int(one.headers["Content-Length"]) == len(one.data) for one in given.values())
    assert all("Accept-Encoding" in one.vary for one in given.values())


def test_a_file_is_packed_once(client, monkeypatch):
    calls = []
    monkeypatch.setattr(compression, "_files", compression.BoundedMemory(compression.FILE_BYTES))
    monkeypatch.setattr(compression, "packed", lambda *given, **named: calls.append(1) or packed(*given, **named))
    found = {client.get(SCRIPT, headers={"Accept-Encoding": "br"}).data for _again in range(3)}
    assert len(found) == len(calls) == 1


@pytest.mark.parametrize("address", [SCRIPT, STYLE, "/_dash-layout"])
def test_what_the_browser_has_is_not_sent_again(client, address):
    first = client.get(address, headers={"Accept-Encoding": "br"})
    again = client.get(address, headers={"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = client.get(address, headers={"Accept-Encoding": "br", "If-None-Match": '"other"'})
    assert (other.status_code, other.data) == (200, first.data)


def test_a_changed_file_is_packed_anew(plain, monkeypatch):
    client, text = plain
    monkeypatch.setattr(compression, "FILES", ("file",))
    first = client.get("/file", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(first.data).decode() == text


def test_head_tells_the_same_without_a_body(client):
    get = client.get(STYLE, headers={"Accept-Encoding": "br"})
    head = client.head(STYLE, headers={"Accept-Encoding": "br"})
    assert head.data == b""
    assert all(head.headers[name] == get.headers[name] for name in ("Content-Length", "Content-Encoding", "ETag"))


def test_files_with_the_time_of_their_change_in_the_address_stay_in_the_browser(client):
    assert client.get(f"{STYLE}?m=17").cache_control.immutable
    assert not client.get(STYLE).cache_control.immutable


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
@pytest.mark.parametrize("is_file", [True, False])
def test_unpacked_gives_back_what_was_packed(encoding, is_file):
    data = bytes(range(256)) * 50
    assert unpacked(packed(data, encoding, is_file=is_file), encoding) == data
