"""The manifest as a person reads it: labels with sentences, the same in every form of file."""

from components.format import day, moment, number
from components.words import _, plural
from exports.manifest import Manifest


def manifest_words(manifest: Manifest) -> list[tuple[str, str]]:
    """Pairs of label and text, in the order of reading; what is not known is left out."""
    told = [
        (_("Title"), manifest.title),
        (_("Note"), _("Demo data: made up, no real place or person.") if manifest.is_demo else ""),
        *((_("Filter"), text) for text in manifest.filters),
        *((_("Notice"), text) for text in manifest.notices),
        (_("Data as of"), day(manifest.data_date) if manifest.data_date else ""),
        (_("Build"), _("{build} of {moment}").format(build=manifest.build_id, moment=moment(manifest.built_at))),
        (_("Rows"), number(manifest.row_count)),
        *((_("Shown on screen"), text) for text in _cut(manifest)),
        *((_("Coverage"), text) for text in manifest.coverage),
        *((_("Definition"), definition_words(one)) for one in manifest.kpis),
        *((_("Source"), source_words(one)) for one in manifest.sources),
        (_("Map"), manifest.map_disclaimer),
        *((_("Map"), text) for text in manifest.area_notes),
        (_("Made"), _("{moment} by {name}").format(moment=moment(manifest.made_at), name=manifest.made_by)),
        (_("Link"), manifest.link),
        (_("SHA-256 of the contents"), manifest.content_sha256),
    ]
    return [(label, text) for label, text in told if text]


def definition_words(kpi: dict) -> str:
    """A definition in one sentence with its version."""
    said = _("{label} ({unit}), version {version}: {definition} Formula: {formula}.")
    return said.format(**{key: kpi.get(key, "–") for key in ("label", "unit", "version", "definition", "formula")})


def source_words(source: dict) -> str:
    """A source with its publisher and licence."""
    parts = (source.get("title") or source.get("name"), source.get("publisher"), source.get("licence"))
    return ", ".join(str(part) for part in parts if part)


def _cut(manifest: Manifest) -> list[str]:
    """A sentence for each result of which the screen shows the first rows only."""
    said = []
    for one in manifest.results:
        if one["shown_count"] < one["row_count"]:
            told = plural(
                "{title}: the first row of {all}", "{title}: the first {shown} of {all} rows", one["shown_count"]
            )
            counts = {"shown": number(one["shown_count"]), "all": number(one["row_count"])}
            said.append(told.format(title=one["title"], **counts))
    return said
