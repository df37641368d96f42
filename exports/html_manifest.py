"""The manifest inside an HTML file: a part that no browser shows or runs, behind everything else."""

import hashlib
import json

from exports.manifest import Manifest, WrongManifest

BEGINS = b'<script type="application/json" id="lagebild-manifest">'
ENDS = b"</script></body></html>"


def with_manifest(document: str, manifest: Manifest) -> bytes:
    """The document with its manifest, and the hash of everything before it. document: without the ends of body and
    html, which follow the manifest."""
    whole = document.encode()
    held = {"manifest": manifest.to_dict(), "document_sha256": hashlib.sha256(whole).hexdigest()}
    # A "<" inside would end the part; JSON has another way of writing it.
    return whole + BEGINS + json.dumps(held, ensure_ascii=False).replace("<", "\\u003c").encode() + ENDS


def manifest_of(data: bytes) -> tuple[Manifest, bool]:
    """The manifest of a file, and whether the rest is as it was made. WrongManifest where there is none."""
    document, sign, rest = data.rpartition(BEGINS)
    if not sign or not rest.endswith(ENDS):
        raise WrongManifest("This HTML file has no manifest.")
    try:
        held = json.loads(rest.removesuffix(ENDS))
    except (ValueError, RecursionError) as error:
        raise WrongManifest(f"The manifest is damaged: {error}.") from None
    if not isinstance(held, dict):
        raise WrongManifest("This HTML file has no manifest.")
    is_whole = held.get("document_sha256") == hashlib.sha256(document).hexdigest()
    return Manifest.from_dict(held.get("manifest")), is_whole
