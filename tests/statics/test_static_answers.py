"""Static files are sent in the encoding that the browser likes, kept for a year, and there for pages that were opened
before an upgrade."""

import gzip
import json
import os
import shutil
import time

import brotli
import pytest
from flask import Flask

from statics import address, files, packed
from statics.files import content_hash, made_of, static_files
from statics.packed import write_packed
from statics.routes import add_static_files

STYLES, ICON = "lagebild.css", "icons/icon-192.png"
UNPACKED = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress}


@pytest.fixture(autouse=True)
def nothing_packed_yet(monkeypatch):
    monkeypatch.setattr(packed, "_packed", {})


@pytest.fixture
def client(home):
    server = Flask("statics", static_folder=None)
    add_static_files(server)
    return server.test_client()


@pytest.fixture(scope="module")
def packed_once(tmp_path_factory):
    """A folder with everything packed, to be copied: packing takes its time."""
    folder = tmp_path_factory.mktemp("packed") / "static"
    write_packed(folder)
    return folder


@pytest.fixture
def ahead(home, packed_once):
    """The folder of this home, with everything packed ahead of time."""
    return shutil.copytree(packed_once, home / "static")


def content(name: str) -> bytes:
    return static_files()[name].content


@pytest.mark.parametrize(
    "accepted, encoding",
    [("", None), ("gzip", "gzip"), ("br, gzip", "br"), ("gzip, deflate, br", "br"), ("br;q=0", None), ("*", "br"),
     ("br;q=0, gzip;q=0.1", "gzip"), ("gzip;q=1, br;q=0.5", "gzip"), ("nonsense", None),
     ("identity;q=1, br;q=0.1", None), ("*;q=0", None)],
)  # fmt: skip
@pytest.mark.parametrize("is_ahead", [True, False])
def test_the_browser_chooses_the_encoding(client, accepted, encoding, is_ahead, request):
    if is_ahead:
        request.getfixturevalue("ahead")
    got = client.get(address(STYLES), headers={"Accept-Encoding": accepted})
    assert got.headers.get("Content-Encoding") == encoding
    assert UNPACKED[encoding](got.data) == content(STYLES)
    assert int(got.headers["Content-Length"]) == len(got.data)
    assert got.vary.as_set() == {"accept-encoding"}


def test_every_file_is_sent_as_what_it_is_for_a_year(client):
    for file in static_files().values():
        got = client.get(file.address)
        assert (got.status_code, got.data, got.content_type) == (200, file.content, file.media_type), file.name
        assert got.cache_control.immutable and got.cache_control.public and got.cache_control.max_age == 31536000
        assert not got.cache_control.no_cache


def test_what_is_packed_ahead_is_what_is_sent(client, ahead):
    for encoding, ending in (("br", ".br"), ("gzip", ".gz")):
        kept = (ahead / (static_files()[STYLES].path + ending)).read_bytes()
        assert client.get(address(STYLES), headers={"Accept-Encoding": encoding}).data == kept


@pytest.mark.parametrize("wrong", [b"", b"nonsense", brotli.compress(b"another"), brotli.compress(b"x" * 999)[:-1]])
def test_a_packed_file_that_is_broken_is_not_sent(client, ahead, wrong):
    (ahead / (static_files()[STYLES].path + ".br")).write_bytes(wrong)
    got = client.get(address(STYLES), headers={"Accept-Encoding": "br"})
    assert brotli.decompress(got.data) == content(STYLES)


def test_pictures_are_not_packed_again(client):
    got = client.get(address(ICON), headers={"Accept-Encoding": "br, gzip"})
    assert "Content-Encoding" not in got.headers and got.data == content(ICON)


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity"])
def test_what_the_browser_has_is_not_sent_again(client, encoding):
    ask = {"Accept-Encoding": encoding}
    first = client.get(address(STYLES), headers=ask)
    again = client.get(address(STYLES), headers=ask | {"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"] and again.vary
    assert client.get(address(STYLES), headers=ask | {"If-None-Match": '"other"'}).data == first.data


def test_head_tells_the_same_without_a_body(client):
    ask = {"Accept-Encoding": "br"}
    get, head = client.get(address(STYLES), headers=ask), client.head(address(STYLES), headers=ask)
    assert head.data == b"" and dict(head.headers) == dict(get.headers)


def test_parts_are_parts_of_the_file_as_it_is(client):
    ask = {"Accept-Encoding": "br", "Range": "bytes=5-14"}
    part = client.get(address(STYLES), headers=ask)
    assert (part.status_code, part.data) == (206, content(STYLES)[5:15])
    assert part.headers["Content-Range"] == f"bytes 5-14/{len(content(STYLES))}"
    assert client.get(address(STYLES), headers=ask | {"If-Range": part.headers["ETag"]}).data == part.data
    assert client.get(address(STYLES), headers=ask | {"If-Range": '"other"'}).status_code == 200
    assert client.get(address(STYLES), headers=ask | {"Range": "bytes=99999999-"}).status_code == 416


@pytest.mark.parametrize("path", ["lagebild.css", "lagebild.000000000000.css", "icons/icon-192.000000000000.png"])
def test_the_file_of_today_is_there_for_an_old_page_and_not_kept_for_long(client, path):
    name = path.replace(".000000000000", "")
    got = client.get(f"/static/{path}")
    assert got.data == content(name)
    assert got.cache_control.no_cache and not got.cache_control.immutable and got.cache_control.max_age is None


def test_a_page_that_was_opened_before_an_upgrade_gets_the_files_of_its_own_version(client, ahead, monkeypatch):
    old = made_of({STYLES: b"a{color:red}" * 99, "gone/once.js": b"window.once=1"})
    with monkeypatch.context() as patch:
        patch.setattr(packed, "static_files", lambda: old)
        write_packed(ahead)
    write_packed(ahead)
    for file in old.values():
        got = client.get(file.address, headers={"Accept-Encoding": "gzip"})
        assert gzip.decompress(got.data) == file.content, file.name
        assert got.cache_control.immutable and got.content_type == file.media_type
    (ahead / old[STYLES].path).write_bytes(b"altered")
    assert client.get(old[STYLES].address).data == content(STYLES)


@pytest.mark.parametrize(
    "path",
    ["none.css", "none.000000000000.css", "", ".", "..", "../app.py", "..%2fapp.py", "%2e%2e/app.py", "/etc/passwd",
     "icons", "icons/", "icons/../../ledger.000000000000.db", "lagebild.css/x", "lagebild.css%00", "lagebild..css",
     "lagebild.css.br", "LAGEBILD.CSS", "..\\app.py", "manifest.000000000000.webmanifest/../x", "%ff.css", "a" * 999],
)  # fmt: skip
def test_nothing_else_is_found(client, home, path):
    (home / "static").mkdir(parents=True)
    (home / "ledger.000000000000.db").write_bytes(b"secret")
    got = client.get(f"/static/{path}", follow_redirects=True)
    assert got.status_code == 404 and b"secret" not in got.data


def test_a_file_below_the_home_is_not_reached_by_the_hash_of_its_content(client, home):
    secret = b"secret"
    name = f"key.{content_hash(secret)}.txt"
    (home / "static" / "icons").mkdir(parents=True)
    (home / name).write_bytes(secret)
    for path in (f"../{name}", f"icons/../../{name}", f"icons/..%2f..%2f{name}", f"..\\{name}"):
        assert client.get(f"/static/{path}").status_code == 404, path


def test_packing_twice_writes_once_and_the_same_bytes(ahead, tmp_path):
    assert write_packed(ahead) == []
    written = write_packed(tmp_path / "again")
    assert sorted(path.relative_to(tmp_path / "again") for path in written) == sorted(
        path.relative_to(ahead) for path in ahead.rglob("*") if path.is_file()
    )
    for path in written:
        assert path.read_bytes() == (ahead / path.relative_to(tmp_path / "again")).read_bytes(), path


def test_packed_files_are_smaller_and_only_words_have_them(ahead):
    for file in static_files().values():
        plain = ahead / file.path
        assert plain.read_bytes() == file.content
        forms = [plain.with_name(plain.name + ending) for ending in (".br", ".gz")]
        assert all(form.is_file() != (plain.suffix == ".png") for form in forms), file.name
        assert all(form.stat().st_size < len(file.content) for form in forms if form.is_file()), file.name


def test_files_of_long_ago_are_removed(ahead):
    folder = ahead
    before = {path for path in folder.rglob("*") if path.is_file()}
    recent, ancient = folder / "a.000000000000.css", folder / "b.000000000000.css.br"
    foreign = folder / "index.html"
    for path in (recent, ancient, foreign):
        path.write_bytes(b"")
    long_ago = time.time() - (packed.KEPT_DAYS + 1) * 24 * 3600
    for path in (ancient, foreign, *before):
        os.utime(path, (long_ago, long_ago))
    write_packed(folder)
    assert {path for path in folder.rglob("*") if path.is_file()} == before | {recent, foreign}


def test_others_may_read_what_a_web_server_in_front_takes(ahead):
    assert all(path.stat().st_mode & 0o444 == 0o444 for path in ahead.rglob("*") if path.is_file())


def test_the_manifest_names_icons_of_the_size_that_it_says(client):
    told = json.loads(client.get(address("manifest.webmanifest")).data)
    pixels = []
    for icon in told["icons"]:
        got = client.get(icon["src"])
        assert got.content_type == icon["type"] and got.cache_control.immutable
        if icon["type"] == "image/png":
            width, height = (int.from_bytes(got.data[at : at + 4], "big") for at in (16, 20))
            assert icon["sizes"] == f"{width}x{height}"
            pixels.append((width, icon.get("purpose", "any")))
    assert {(192, "any"), (512, "any"), (512, "maskable")} <= set(pixels)


def test_the_hash_of_the_files_is_read_once(monkeypatch):
    static_files.cache_clear()
    calls = []
    monkeypatch.setattr(files, "sources", lambda: calls.append(1) or {"lagebild.css": b""})
    assert address(STYLES) == address(STYLES) and len(calls) == 1
    static_files.cache_clear()
