"""Static files have the hash of their content in their address, and the same address wherever the app runs."""

import re
import shutil
from dataclasses import replace
from hashlib import sha256

import pytest

from queries.boundaries import boundary_address, boundary_files
from statics import address, edition, files
from statics.files import WrongReference, made_of, path_with_hash, static_files
from statics.sources import ASSETS, MEDIA_TYPES, outlines, sources

NAMED = re.compile(rb"/static/[A-Za-z0-9_./-]+\.[a-z0-9]+")


def test_every_file_of_assets_is_served_or_joined():
    files = [path.relative_to(ASSETS).as_posix() for path in ASSETS.rglob("*") if path.suffix in MEDIA_TYPES]
    joined = {name for name in files if "/" not in name and name.endswith((".css", ".js"))}
    assert set(static_files()) == set(files) - joined | {"lagebild.css", "lagebild.js"} | set(outlines())


def test_boundaries_have_the_addresses_that_figures_carry():
    named = {f"boundaries/{name}": boundary_address(name) for name in boundary_files()}
    assert len(named) > 20 and named == {name: address(name) for name in outlines()}


def test_addresses_hold_the_hash_of_the_content():
    for file in static_files().values():
        assert sha256(file.content).hexdigest()[:12] in file.address, file.name
        assert address(file.name) == file.address


def test_the_same_files_in_another_place_have_the_same_addresses(tmp_path):
    copied = shutil.copytree(ASSETS, tmp_path / "assets", copy_function=shutil.copyfile)  # with other times
    elsewhere = made_of(sources(copied))
    assert {name: one.address for name, one in elsewhere.items()} == {
        name: one.address for name, one in static_files().items()
    }


def test_a_changed_file_changes_its_own_address_and_those_that_name_it(tmp_path):
    copied = shutil.copytree(ASSETS, tmp_path / "assets")
    icon = copied / "icons" / "icon-192.png"
    icon.write_bytes(icon.read_bytes() + b" ")
    changed = made_of(sources(copied))
    others = {name for name, one in changed.items() if one.address != static_files()[name].address}
    assert {"icons/icon-192.png", "manifest.webmanifest"} <= others
    assert "lagebild.css" not in others and "favicon.svg" not in others


def test_the_edition_changes_with_any_file(monkeypatch):
    before, everything = edition(), static_files()
    assert edition() == before
    for name, file in everything.items():
        path = path_with_hash(name, file.content + b" ")
        changed = dict(everything) | {name: replace(file, path=path)}
        monkeypatch.setattr(files, "static_files", lambda changed=changed: changed)
        assert edition() != before, name


def test_files_name_others_by_their_addresses():
    made = made_of({"lagebild.css": b"a{background:url(/static/a/b.svg)}", "a/b.svg": b"<svg/>"})
    assert made["a/b.svg"].address.encode() in made["lagebild.css"].content
    addresses = {one.address.encode() for one in static_files().values()}
    for file in static_files().values():
        if file.name.endswith((".css", ".js", ".webmanifest")) and not file.name.startswith("plotly/"):
            assert set(NAMED.findall(file.content)) <= addresses, file.name


@pytest.mark.parametrize(
    "files",
    [{"lagebild.js": b'"/static/none.js"'}, {"a/a.js": b'"/static/a/b.js"', "a/b.js": b'"/static/a/a.js"'}],
)
def test_a_file_that_names_what_cannot_be_is_told(files):
    with pytest.raises(WrongReference, match="names the static file"):
        made_of(files)


def test_there_is_no_address_for_an_unknown_name():
    with pytest.raises(KeyError):
        address("none.css")


def test_licences_stay_and_other_comments_go(tmp_path):
    (tmp_path / "a.css").write_text("/*! licence */ a { /* why */ color: red }")
    (tmp_path / "a.js").write_text("/*! licence */ const a = `b /* no comment */ c`; // why")
    found = sources(tmp_path)
    assert found["lagebild.css"] == b"/*! licence */a{color:red}"
    assert b"licence" in found["lagebild.js"] and b"why" not in found["lagebild.js"]
    assert b"`b /* no comment */ c`" in found["lagebild.js"]


def test_scripts_are_joined_whole_even_without_a_semicolon_at_their_end(tmp_path):
    (tmp_path / "a.js").write_text("(function () { window.a = 1 })()")
    (tmp_path / "b.js").write_text("(function () { window.b = 1 })()")
    assert sources(tmp_path)["lagebild.js"].count(b";(function") == 2
