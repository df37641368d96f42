"""The manifest inside a PDF, as an attached file that viewers list."""

import hashlib
import json
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from exports.manifest import Manifest, WrongManifest

NAME = "lagebild-manifest.json"


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
    except (PyPdfError, ValueError, KeyError, OSError) as error:
        raise WrongManifest(f"This PDF cannot be read: {error}.") from None
    if not isinstance(held, dict):
        raise WrongManifest("This PDF has no manifest.")
    return Manifest.from_dict(held.get("manifest")), held.get("sheets_sha256") == seal


def sheets_digest(reader: PdfReader) -> str:
    """SHA-256 of what is drawn on each sheet, whatever numbers its parts have in the file."""
    seal = hashlib.sha256()
    for page in reader.pages:
        content = page.get_contents()
        seal.update(content.get_data() if content is not None else b"")
        seal.update(b"\0sheet\0")
    return seal.hexdigest()
