"""Any part of a file is the same bytes as in the whole, whatever was sent before, and only what is needed is made."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.resumable import StreamedFile, bytes_of, forget_files, length_known, measured

sections = st.lists(st.lists(st.binary(max_size=6), min_size=1, max_size=3), min_size=1, max_size=5)


def file_of(parts: list[list[bytes]], made: list | None = None) -> StreamedFile:
    """A file of these pieces; the sections that are made are noted down."""

    def pieces(first: int):
        for number, part in enumerate(parts):
            for piece in part if number >= first else ():
                if made is not None and number not in made:
                    made.append(number)
                yield number, piece

    return StreamedFile("tag", "name", "text/plain", pieces, lambda seal: f"end {seal}".encode())


def whole_of(parts: list[list[bytes]]) -> bytes:
    """What the file must be."""
    held = b"".join(piece for part in parts for piece in part)
    return held + b"end " + hashlib.sha256(held).hexdigest().encode()


@given(sections, st.integers(0, 120), st.integers(0, 120) | st.none(), st.booleans())
def test_any_part_is_that_of_the_whole(parts, first, stop, is_known):
    forget_files()
    file, whole = file_of(parts), whole_of(parts)
    if is_known:
        assert b"".join(bytes_of(file)) == whole
    assert b"".join(bytes_of(file, first, stop)) == whole[first:stop]
    assert b"".join(bytes_of(file)) == whole


@given(sections, st.integers(1, 120))
def test_a_file_that_broke_off_is_measured_as_a_whole_one(parts, taken):
    forget_files()
    file, whole = file_of(parts), whole_of(parts)
    broken = bytes_of(file)
    while taken > 0 and (piece := next(broken, None)) is not None:
        taken -= max(1, len(piece))
    broken.close()
    found = measured(file)
    assert (found.length, found.seal) == (len(whole), hashlib.sha256(whole).hexdigest())
    assert length_known(file) == len(whole)


def test_only_the_section_with_the_place_is_made_again():
    forget_files()
    parts, made = [[b"aaa", b"bbb"], [b"ccc"], [b"ddd"], [b"eee"]], []
    file = file_of(parts, made)
    list(bytes_of(file))
    assert made == [0, 1, 2, 3]
    made.clear()
    assert b"".join(bytes_of(file, 10, 12)) == b"dd"
    assert made == [2]


def test_an_error_in_the_middle_is_no_end():
    forget_files()

    def pieces(_first):
        yield 0, b"abc"
        raise OSError("disk")

    file, found = StreamedFile("broken", "name", "text/plain", pieces, lambda _seal: b"end"), []
    with pytest.raises(OSError, match="disk"):
        found.extend(bytes_of(file))
    assert found == [b"abc"] and length_known(file) is None
