"""The sheets of a page as pictures: the PDF, a PNG for each of its sheets."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

import pypdfium2

from exports.manifest import Bundle, Manifest
from exports.paper import write_paper
from exports.png_manifest import SIGNATURE, with_manifest

DOTS_PER_INCH = 150
POINTS_PER_INCH = 72


def write_sheet_pictures(bundle: Bundle, asked: Mapping[str, str]) -> bytes:
    """A ZIP of the sheets, sheet-01.png first. NoChromium and FailedDrawing as for the PDF."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as folder:
        for number, picture in enumerate(sheet_pictures(write_paper(bundle, asked), bundle.manifest), start=1):
            folder.writestr(zipfile.ZipInfo(f"sheet-{number:02}.png"), picture)
    return packed.getvalue()


def sheet_pictures(pdf: bytes, manifest: Manifest) -> list[bytes]:
    """A PNG for each sheet of a PDF, each with the manifest in it."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [with_manifest(_picture(sheet), manifest) for sheet in document]


def _picture(sheet: pypdfium2.PdfPage) -> bytes:
    drawn = sheet.render(scale=DOTS_PER_INCH / POINTS_PER_INCH, rev_byteorder=True)
    return _png(drawn.to_numpy()[:, :, :3])


def _png(pixels) -> bytes:
    """An array of rows, columns and red, green, blue as PNG."""
    height, width = pixels.shape[:2]
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)  # 0: a row is stored as it is
    dots = int(DOTS_PER_INCH / 0.0254)
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"pHYs", struct.pack(">IIB", dots, dots, 1)),
        (b"IDAT", zlib.compress(rows, 6)),
        (b"IEND", b""),
    )
    return SIGNATURE + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
