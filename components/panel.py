"""A figure with everything that belongs to it: a sentence as heading, note, table twin, and a button for a picture."""

from dash import dcc, html

from components.words import _


def panel(title: str, body, *, identifier: str, table=None, note: str = ""):
    """A section. title: the sentence that says what is seen. body: figure_graph(...), or a list. table: the same
    figures as components.table.table. note: for maps the disclaimer; it is drawn into the saved picture."""
    heading = f"{identifier}-title"
    saves = [_save_button(title, identifier, note), _csv_button(title, identifier) if table is not None else None]
    tools = html.Div([*saves, _said(), _twin(table)], className="panel-tools")
    return html.Section(
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


def explained(drawn, target: str):
    """The same panel with a link to what its figures mean and where they come from."""
    about = html.Span(": " + drawn.children[0].children, className="unseen")
    link = dcc.Link([_("Explain"), about], href=target, className="panel-explain")
    drawn.children[-1].children.insert(0, link)
    return drawn


def _twin(table):
    if table is None:
        return None
    return html.Details([html.Summary(_("Show as a table")), table], className="panel-table")


def _csv_button(title: str, identifier: str):
    """The button that saves the table twin as it is shown, with title, filters and build above it."""
    return html.Button(
        _("Save as CSV"),
        type="button",
        className="panel-csv",
        **{
            "aria-label": _("Save as CSV: {title}").format(title=title),
            "data-save-table": identifier,
            "data-title": title,
            "data-said-saved": _("Table saved"),
            "data-said-failed": _("The table could not be saved"),
        },
    )


def _said():
    """Where assets/figures.js says whether the picture or the table was saved."""
    return html.Span("", role="status", className="panel-said")


def _save_button(title: str, identifier: str, note: str):
    """The button; assets/figures.css hides it where the panel holds no figure."""
    return html.Button(
        _("Save as picture"),
        type="button",
        className="panel-save",
        **{
            "aria-label": _("Save as picture: {title}").format(title=title),
            "data-save-figure": identifier,
            "data-title": title,
            "data-note": note,
            "data-said-saved": _("Picture saved"),
            "data-said-failed": _("The picture could not be made"),
        },
    )
