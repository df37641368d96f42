"""The manifest inside a PDF, as an attached file that viewers list."""

import hashlib
import json
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import IndirectObject, StreamObject

from exports.manifest import Manifest, WrongManifest

NAME = "lagebild-manifest.json"
SEEN = ("/MediaBox", "/CropBox", "/Rotate", "/Resources", "/Annots")
"""Of a sheet, besides what is drawn on it."""
NOT_SEEN = ("/P", "/Parent", "/StructParent", "/StructParents", "/Length", "/Filter", "/DecodeParms", "/Dest")
"""How things are packed and where they stand, which a program that saves the file may write otherwise."""
DEEPEST = 20


def with_manifest(pdf: bytes, manifest: Manifest) -> bytes:
    """The document with its manifest, and the hash of what its sheets show."""
    writer = PdfWriter(clone_from=BytesIO(pdf))
    seal = sheets_digest(PdfReader(BytesIO(pdf)))
    held = {"manifest": manifest.to_dict(), "sheets_sha256": seal}
    writer.add_attachment(NAME, json.dumps(held, ensure_ascii=False).encode())
    writer.add_metadata({"/Title": manifest.title, "/Author": manifest.made_by, "/Creator": "Lagebild"})
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def manifest_of(pdf: bytes) -> tuple[Manifest, bool]:
    """The manifest of a document, and whether its sheets are as they were made. WrongManifest where there is none."""
    try:
        reader = PdfReader(BytesIO(pdf))
        found = reader.attachments.get(NAME)
        held = json.loads(found[0]) if found else None
        seal = sheets_digest(reader)
    except (PyPdfError, ValueError, LookupError, OSError, AttributeError, TypeError, RecursionError) as error:
        # pypdf takes a damaged file for what it says it is, and finds something else
        raise WrongManifest(f"This PDF cannot be read: {error}.") from None
    if not isinstance(held, dict):
        raise WrongManifest("This PDF has no manifest.")
    return Manifest.from_dict(held.get("manifest")), held.get("sheets_sha256") == seal


def sheets_digest(reader: PdfReader) -> str:
    """SHA-256 of all that is seen on each sheet: what is drawn, with which fonts and pictures, and the notes laid over
    it, whatever numbers these have in the file."""
    seal = hashlib.sha256()
    for page in reader.pages:
        content = page.get_contents()
        seal.update(content.get_data() if content else b"")
        for key in SEEN:
            _add(seal, page.get(key), ())
        seal.update(b"\0sheet\0")
    return seal.hexdigest()


def _add(seal, held, above: tuple) -> None:
    """Adds a value of a PDF with everything inside it. above: the objects around it; one inside itself ends there, and
    so does a link to another sheet."""
    if isinstance(held, IndirectObject):
        if held.idnum in above or len(above) > DEEPEST:
            return
        above, held = (*above, held.idnum), held.get_object()
    if isinstance(held, dict) and held.get("/Type") == "/Page":
        return
    if isinstance(held, dict):
        for key in sorted(held):
            if key not in NOT_SEEN:
                seal.update(key.encode())
                _add(seal, held.raw_get(key), above)
        if isinstance(held, StreamObject):
            seal.update(held.get_data())
    elif isinstance(held, list):
        for one in range(len(held)):
            _add(seal, held[one] if not hasattr(held, "raw_get") else held.raw_get(one), above)
    else:
        seal.update(repr(held).encode() + b"\0")
