"""XML of unknown senders: no document type, no entities, bounded, well-formed."""

import pytest

from data import xml_elements as module
from data.source import RefusedFile
from data.xml_elements import xml_elements

LAUGHS = """<?xml version="1.0"?>
<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<r><x>&b;</x></r>"""
OUTSIDE = '<!DOCTYPE r [<!ENTITY secret SYSTEM "file:///etc/passwd">]><r><x>&secret;</x></r>'


def written(folder, content):
    path = folder / "file.xml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_children_come_one_by_one_whole_and_by_name(tmp_path):
    path = written(tmp_path, "<r><x><y>1</y></x><z><x><y>inner</y></x></z><x><y>2</y></x></r>")
    assert [element.findtext("y") for element in xml_elements(path, "r", "x")] == ["1", "2"]


def test_a_root_without_children_gives_none(tmp_path):
    assert list(xml_elements(written(tmp_path, "<r/>"), "r", "x")) == []


@pytest.mark.parametrize("content", [LAUGHS, OUTSIDE, "<!doctype r><r/>"])
def test_a_document_type_is_refused_before_anything_is_parsed(tmp_path, content):
    with pytest.raises(RefusedFile, match="document type or entities"):
        next(xml_elements(written(tmp_path, content), "r", "x"))


def test_a_document_type_across_two_chunks_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 16)
    padding = " " * (16 - len("<!DOC") + 16)
    with pytest.raises(RefusedFile, match="document type or entities"):
        next(xml_elements(written(tmp_path, f"{padding}<!DOCTYPE r><r/>"), "r", "x"))


@pytest.mark.parametrize("encoding", ["utf-16", "UTF-7", "cp037"])
def test_only_utf_8_is_read(tmp_path, encoding):
    with pytest.raises(RefusedFile, match="declares the encoding"):
        next(xml_elements(written(tmp_path, f"<?xml version='1.0' encoding='{encoding}'?><r/>"), "r", "x"))


def test_text_in_another_encoding_is_refused(tmp_path):
    with pytest.raises(RefusedFile):
        next(xml_elements(written(tmp_path, "<r><x>é</x></r>".encode("utf-16")), "r", "x"))
    with pytest.raises(RefusedFile, match="not UTF-8"):
        next(xml_elements(written(tmp_path, "<r><x>é</x></r>".encode("latin-1")), "r", "x"))


def test_deep_nesting_is_refused(tmp_path):
    with pytest.raises(RefusedFile, match="nested too deeply"):
        list(xml_elements(written(tmp_path, "<r>" + "<x>" * 50 + "</x>" * 50 + "</r>"), "r", "x"))


def test_a_piece_with_too_many_elements_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MAX_PIECE_ELEMENTS", 5)
    assert len(list(xml_elements(written(tmp_path, "<r>" + "<x><y/><y/></x>" * 9 + "</r>"), "r", "x"))) == 9
    with pytest.raises(RefusedFile, match="too large a <x>"):
        list(xml_elements(written(tmp_path, "<r><x>" + "<y/>" * 9 + "</x></r>"), "r", "x"))


@pytest.mark.parametrize("content", ["<r><x></r>", "<r><x>", "no markup"])
def test_what_is_not_well_formed_is_refused(tmp_path, content):
    with pytest.raises(RefusedFile, match="not well-formed"):
        list(xml_elements(written(tmp_path, content), "r", "x"))


def test_another_root_is_refused(tmp_path):
    with pytest.raises(RefusedFile, match="begins with <html>"):
        list(xml_elements(written(tmp_path, "<html><x/></html>"), "r", "x"))
