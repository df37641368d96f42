"""Documents for pictures and paper: what a page shows, as static HTML, with everything that a file says about itself."""

from collections.abc import Mapping
from html import escape

from dash import html

from components.format import day, moment, number
from components.markup import markup, text
from components.words import _, direction_of, plural
from exports.drawing import style_sheets
from exports.manifest import Manifest
from exports.manifest_words import source_words

SCRIPTS = ("/assets/figure_template.js", "/assets/figure_room.js", "/draw.js")


def document(manifest: Manifest, body, look: Mapping[str, str]) -> str:
    """A whole document. body: components. look: attributes of the root that the style and the script go by."""
    inner = markup(body)
    styles = "".join(f'<link rel="stylesheet" href="{address}">' for address in (*style_sheets(), "/sheet.css"))
    given = {
        "lang": manifest.language,
        "dir": direction_of(manifest.language),
        **look,
        "data-said-cut": _("Showing {shown} of {all}."),
    }
    given |= {"data-said-full": _("This is too much for a slide; take a picture of another size.")}
    root = "".join(f' {name}="{escape(value)}"' for name, value in given.items())
    scripts = "".join(f'<script src="{address}"></script>' for address in SCRIPTS)
    return (
        f'<!DOCTYPE html><html{root}><head><meta charset="utf-8"><title>{escape(manifest.title)}</title>{styles}</head>'
        f'<body class="sheet">{inner}{scripts}</body></html>'
    )


def facts(manifest: Manifest, shown: str = "") -> list[tuple[str, str]]:
    """Everything that a file says about itself, as (name, words). shown: HTML that stands in the document already; its
    sentences are not said again."""
    made = _("{when} by {reader}").format(when=moment(manifest.made_at), reader=manifest.made_by)
    build = _("{build}, built {when}").format(build=manifest.build_id, when=moment(manifest.built_at))
    filters = " · ".join(manifest.filters)
    told = [
        (_("Filters"), "" if text(filters) in shown else filters),
        (_("Notes"), " ".join(manifest.notices)),
        (_("Data as of"), day(manifest.data_date)),
        (_("Build"), build),
        (_("Coverage"), " · ".join(manifest.coverage)),
        (_("Definitions"), " · ".join(_definition(one) for one in manifest.kpis)),
        (_("Sources"), " · ".join(source_words(one) for one in manifest.sources)),
        (_("Map"), "" if text(manifest.map_disclaimer) in shown else manifest.map_disclaimer),
        (_("Areas"), " ".join(note for note in manifest.area_notes if text(note) not in shown)),
        (_("Rows"), number(manifest.row_count)),
        (_("Made"), made),
        (_("Link"), manifest.link),
        ("SHA-256", manifest.content_sha256),
    ]
    return [(name, words) for name, words in told if words]


def facts_list(manifest: Manifest, shown: str = ""):
    """The facts as a list below a figure or at the end of a document."""
    rows = [html.Div([html.Dt(name), html.Dd(words)]) for name, words in facts(manifest, shown)]
    return html.Dl(rows, className="sheet-facts")


def licences(manifest: Manifest) -> str:
    """The licences of the sources, each once, for a narrow place."""
    found = list(dict.fromkeys(one["licence"] for one in manifest.sources if one["licence"]))
    return plural("Licence: {names}", "Licences: {names}", len(found)).format(names=", ".join(found)) if found else ""


def demo_mark(manifest: Manifest):
    """The mark of made-up data; nothing where the data are real."""
    return html.Strong(_("Demo data"), className="demo-mark") if manifest.is_demo else None


def _definition(kpi: Mapping) -> str:
    return _("{label} (version {version})").format(label=kpi["label"], version=number(kpi["version"]))
