"""A figure with everything that belongs to it: a sentence as heading, note, table twin, and a button for a picture."""

from dash import dcc, html

from components.result import Place, placed, with_place
from components.words import _


def panel(title: str, body, *, identifier: str, table=None, note: str = ""):
    """A section. title: the sentence that says what is seen. body: figure_graph(...), or a list. table: the same
    figures as components.table.table. note: for maps the disclaimer; it is drawn into the saved picture."""
    heading = f"{identifier}-title"
    picture = _picture(title, identifier, note) if _has_figure(body) else None
    tools = html.Div([picture, _said(), _twin(table)], className="panel-tools")
    drawn = html.Section(
        [
            html.H3(title, id=heading),
            html.Div(body, className="panel-body"),
            html.P(note, className="panel-note") if note else None,
            tools,
        ],
        id=identifier,
        className="panel",
        **{"aria-labelledby": heading},
    )
    return with_place(drawn, Place(identifier, title, note))


def is_panel(drawn) -> bool:
    """Whether something that was drawn is a panel. Style sheets go by a class instead of asking by `:has` what stands
    in what: browsers would ask again with each part of a figure that is drawn (a third of the time of /aid)."""
    return getattr(drawn, "className", None) == "panel"


def explained(drawn, target: str):
    """The same panel with a link to what its figures mean and where they come from."""
    about = html.Span(": " + drawn.children[0].children, className="unseen")
    link = dcc.Link([_("Explain"), about], href=target, className="panel-explain")
    drawn.children[-1].children.insert(0, link)
    return placed(drawn, about=target)


def explain_link(title: str, target: str):
    """The same link for a list or a section that is no panel."""
    return dcc.Link(_("Explain: {title}").format(title=title), href=target)


def _has_figure(body) -> bool:
    return any(isinstance(part, dcc.Graph) for part in html.Div(body)._traverse())


def _twin(table):
    if table is None:
        return None
    return html.Details([html.Summary(_("Show as a table")), table], className="panel-table")


def _said():
    """Where assets/figures.js says whether the picture was saved."""
    return html.Span("", role="status", className="panel-said")


def _picture(title: str, identifier: str, note: str):
    """The button and the choice of sizes, which are those of assets/figures.js."""
    sizes = {"screen": _("for a screen"), "print": _("for print (A4)"), "slide": _("for a slide (1200 × 675)")}
    options = [html.Option(words, value=size) for size, words in sizes.items()]
    told = {"aria-label": f"{_('Size of the picture')}: {title}", "data-picture-size": identifier}
    choice = html.Select(options, className="panel-save panel-size", **told)
    return html.Span([_save_button(title, identifier, note), choice], className="panel-picture")


def _save_button(title: str, identifier: str, note: str):
    """The button that saves the figure as a picture, in the browser."""
    label = _("Save as picture")
    told = {
        "aria-label": f"{label}: {title}",
        "data-save-figure": identifier,
        "data-title": title,
        "data-note": note,
        "data-said-saved": _("Picture saved"),
        "data-said-failed": _("The picture could not be made"),
        "data-said-cut": _("Showing {shown} of {all}."),
    }
    return html.Button(label, type="button", className="panel-save panel-save-figure", **told)
