"""The manifest inside a PNG: a text that picture viewers keep and people do not see."""

import hashlib
import json
import struct
import zlib
from collections.abc import Iterator

from exports.manifest import Manifest, WrongManifest

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"Lagebild-Manifest"
LONGEST = 8 * 1024**2
"""Bytes of a manifest; what is longer is none of ours."""


def with_manifest(png: bytes, manifest: Manifest) -> bytes:
    """The picture with its manifest and the hash of everything else that is in the file."""
    held = {"manifest": manifest.to_dict(), "picture_sha256": hashlib.sha256(png).hexdigest()}
    text = zlib.compress(json.dumps(held, ensure_ascii=False).encode())
    end = png.rindex(b"IEND") - 4
    # Keyword, compressed by deflate, no language, no translated keyword.
    return png[:end] + _chunk(b"iTXt", KEYWORD + b"\0\x01\0\0\0" + text) + png[end:]


def manifest_of(png: bytes) -> tuple[Manifest, bool]:
    """The manifest of a picture, and whether the picture is as it was made. WrongManifest where there is none."""
    rest, held = SIGNATURE, None
    for kind, content, whole in _chunks(png):
        if kind == b"iTXt" and content.startswith(KEYWORD + b"\0"):
            held = _read(content)
        else:
            rest += whole
    if held is None:
        raise WrongManifest("This picture has no manifest.")
    return Manifest.from_dict(held.get("manifest")), held.get("picture_sha256") == hashlib.sha256(rest).hexdigest()


def _read(content: bytes) -> dict:
    try:
        packed = content.split(b"\0", 1)[1][4:]
        held = json.loads(zlib.decompressobj().decompress(packed, LONGEST))
    except (IndexError, ValueError, zlib.error) as error:
        raise WrongManifest(f"The manifest of this picture is damaged: {error}.") from None
    if not isinstance(held, dict):
        raise WrongManifest("The manifest of this picture is damaged.")
    return held


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Kind, content and all bytes of each chunk. WrongManifest where the file is no PNG, or cut off."""
    if not png.startswith(SIGNATURE):
        raise WrongManifest("This is no PNG.")
    at = len(SIGNATURE)
    while at < len(png):
        if at + 12 > len(png):
            raise WrongManifest("This picture is cut off.")
        (size,) = struct.unpack(">I", png[at : at + 4])
        whole = png[at : at + 12 + size]
        if len(whole) < 12 + size:
            raise WrongManifest("This picture is cut off.")
        yield whole[4:8], whole[8:-4], whole
        at += 12 + size


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
