"""The forms that a page, a figure or a table can be had in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from components.file_sizes import PACK
from exports.csv_file import MANIFESTS, NONE, STYLES, write_csv
from exports.csv_metadata import write_csv_metadata
from exports.json_file import write_json
from exports.manifest import Bundle
from exports.pack import write_pack
from exports.paper import write_paper
from exports.parquet_file import write_parquet
from exports.picture import SIZES, write_picture
from exports.sheet_pictures import write_sheet_pictures
from exports.standalone import write_standalone
from exports.xlsx_file import write_xlsx

CSV_OPTIONS = {"style": STYLES, "manifest": MANIFESTS}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Form:
    """A form of file. write: bytes of a bundle and the query of its address; options: keys of the query that it
    knows, each with the values that are understood, the first of them meant without the key."""

    ending: str
    media_type: str
    write: Callable[[Bundle, Mapping[str, str]], bytes]
    options: Mapping[str, tuple[str, ...]]

    @property
    def is_wordy(self) -> bool:
        """Whether the file becomes smaller on its way; the others are packed already."""
        return self.media_type.startswith("text/") or self.media_type == "application/json"


def forms() -> dict[str, Form]:
    """Ending of an address -> form."""
    found = (
        Form("csv", "text/csv; charset=utf-8", _csv, CSV_OPTIONS),
        Form("csv-metadata.json", "application/csvm+json", _csv_metadata, {"style": STYLES}),
        Form("xlsx", XLSX, lambda bundle, _asked: write_xlsx(bundle), {}),
        Form("json", "application/json", lambda bundle, _asked: write_json(bundle), {}),
        Form("parquet", "application/vnd.apache.parquet", lambda bundle, _asked: write_parquet(bundle), {}),
        Form("png", "image/png", write_picture, {"size": tuple(SIZES)}),
        Form("pdf", "application/pdf", write_paper, {}),
        Form("html", "text/html; charset=utf-8", write_standalone, {}),
        Form(PACK, "text/html; charset=utf-8", write_pack, {}),
        Form("zip", "application/zip", write_sheet_pictures, {}),
    )
    return {one.ending: one for one in found}


def _csv(bundle: Bundle, asked: Mapping[str, str]) -> bytes:
    return write_csv(bundle, asked.get("style", STYLES[0]), asked.get("manifest", MANIFESTS[0]))


def _csv_metadata(bundle: Bundle, asked: Mapping[str, str]) -> bytes:
    """The address of the CSV is the last part of the page's own one, which the file beside it has too."""
    told = bundle.manifest
    path, _sign, query = told.address.partition("?")
    name = path.rsplit("/", 1)[-1] or "home"
    own = {"style": asked.get("style", STYLES[0]), "manifest": NONE} | ({"only": told.only} if told.only else {})
    return write_csv_metadata(bundle, f"{name}.csv?{query}&{urlencode(own)}", own["style"])
