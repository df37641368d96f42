"""A file of ours opened again: what it says about itself, its results, and whether the rest is as it was written."""

from dataclasses import dataclass

from components.result import Result
from exports import html_manifest, pdf_manifest, png_manifest
from exports.as_written import (
    is_as_written,
    is_csv_as_written,
    is_json_as_written,
    is_parquet_as_written,
    is_xlsx_as_written,
)
from exports.csv_file import read_csv
from exports.csv_metadata import facts_beside
from exports.described import WrongFile
from exports.json_file import read_json
from exports.manifest import Manifest, WrongManifest, content_digest
from exports.parquet_file import read_parquet
from exports.xlsx_reading import read_xlsx

BEGINNINGS = {
    b"PK\x03\x04": "xlsx",
    b"PAR1": "parquet",
    b"\x89PNG": "png",
    b"%PDF": "pdf",
    b"{": "json",
    b"<!DOCTYPE": "html",
}
TYPED = {
    "xlsx": (read_xlsx, is_xlsx_as_written),
    "parquet": (read_parquet, is_parquet_as_written),
    "json": (read_json, is_json_as_written),
}
DRAWN = {"png": png_manifest.manifest_of, "pdf": pdf_manifest.manifest_of, "html": html_manifest.manifest_of}


@dataclass(frozen=True)
class Opened:
    """form: the ending that the file should have. results: None for pictures and paper, whose cells are drawn, and
    where fault says why they cannot be read. is_as_written: False when something but the cells was changed: words,
    heads, order, the picture."""

    form: str
    manifest: Manifest
    results: tuple[Result, ...] | None = None
    is_as_written: bool = True
    fault: str = ""

    @property
    def is_sealed(self) -> bool:
        """True when the cells are those that the seal was made from, and for pictures and paper, which have none."""
        if self.results is None:
            return not self.fault
        return content_digest(self.results) == self.manifest.content_sha256


def opened(data: bytes, beside: bytes | None = None) -> Opened:
    """The file. beside: the one that stands beside a CSV without comment. WrongFile when it is none of ours."""
    form = next((form for sign, form in BEGINNINGS.items() if data.startswith(sign)), "csv")
    try:
        if form in DRAWN:
            manifest, is_whole = DRAWN[form](data)
            return Opened(form, manifest, is_as_written=is_whole)
        if form == "csv":
            bundle, options = read_csv(data, facts_beside(beside) if beside is not None else None)
            is_whole = is_as_written(is_csv_as_written, data, bundle, options["style"], options["manifest"])
        else:
            read, compare = TYPED[form]
            bundle = read(data)
            is_whole = is_as_written(compare, data, bundle)
    except WrongManifest as error:
        raise WrongFile(str(error)) from None
    except WrongFile as error:
        if error.manifest is None:
            raise
        return Opened(form, error.manifest, is_as_written=False, fault=str(error))
    return Opened(form, bundle.manifest, bundle.results, is_whole)
