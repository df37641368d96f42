"""What stands on every page for scripts to show: how the link is, how old is what is seen, and pages kept for use without
a network. Nothing of it is seen without scripts; the words are in the document, as nothing else may arrive."""

from dash import html

from components.words import _

KEPT_PAGES = "/offline"
"""The page that lists what is kept in this browser, and which opens without a network."""


def link_bar():
    """The bar at the edge of the window; assets/link_bar.js and assets/news.js show its lines."""
    seconds = html.Span("", **{"data-seconds": "", "aria-hidden": "true"})
    kept = html.A(_("Kept pages"), href=KEPT_PAGES, **{"data-plain": ""})
    lite = html.A(_("Open the light view"), href="/")
    lines = [
        _line("off", _("No network. What you see came at {time}."), kept),
        _line("waiting", _("The connection broke. It is tried again by itself."), seconds, _do("now", _("Try now"))),
        _line("kept", _("{data} · kept in this browser on {day}, not asked from the server."), kept, _load()),
        _line("slow", _("The link is slow. The light view has the same figures in few bytes."), lite, _not_now()),
        _line("data", _("New data are there."), _do("show-data", _("Show them")), _close()),
        _line("changed", _("This page shows newer data than the page before."), _close()),
        _line("version", _("A new version of Lagebild is there."), _load(), _close()),
    ]
    return html.Div(lines, id="link-bar", className="link-bar", role="status")


def foot_lines():
    """The lines in the foot of every page: how the link is and when the page came, and the way to keep the page."""
    said = {
        "data-on": _("Connected"),
        "data-slow": _("Connected, slow link"),
        "data-lost": _("The server does not answer"),
        "data-off": _("No network"),
        "data-fetched": _("page of {time}"),
    }
    told = {
        "data-busy": _("Keeping the page …"),
        "data-done": _("This page is kept in this browser. It opens without a network."),
        "data-personal": _("This page is personal or changes by itself, so it is not kept."),
        "data-failed": _("The page could not be kept: a part of it did not arrive."),
    }
    button = html.Button(_("Keep this page for use without a network"), type="button")
    ways = [button, " ", html.A(_("Kept pages"), href=KEPT_PAGES, **{"data-plain": ""}), " "]
    return [
        html.P(id="link-line", hidden=True, **said),
        html.P([*ways, html.Span(role="status", **told)], id="keeping", hidden=True),
    ]


def kept_pages():
    """The page of what is kept in this browser; assets/kept_list.js fills it."""
    lost = _("The page of this address needs a network. There is none, or the server does not answer.")
    words = {
        "data-none": _("No page is kept in this browser."),
        "data-told": _("{data} · kept on {day} · {size} KB"),
        "data-remove": _("Remove"),
    }
    hint = _(
        "A page is kept by the button in its foot, as it is at that moment. All are removed from this browser when you "
        "sign out, when somebody else signs in, and when what is open to you changes."
    )
    why = html.P([lost, " ", html.A(_("Load the page again"), href="/", **{"data-plain": ""})], className="notice")
    why.id, why.hidden = "offline-why", True
    setattr(why, "data-own", KEPT_PAGES)
    return html.Main(
        [
            html.H1(_("Kept pages")),
            why,
            html.P(_("These pages open without a network.")),
            html.Ul(id="kept-pages", className="kept-pages", **words),
            html.P(hint, className="silent"),
            html.Noscript(_("Pages are kept by a script, and scripts do not run here.")),
        ],
        id="content",
        className="content plain-content",
        tabIndex="-1",
    )


def _line(name: str, words: str, *parts):
    return html.P([html.Span(**{"data-words": words}), *parts], hidden=True, **{"data-line": name})


def _do(name: str, words: str):
    return html.Button(words, type="button", **{"data-do": name})


def _not_now():
    return _do("not-lite", _("Not now"))


def _load():
    return _do("load", _("Load the page again"))


def _close():
    return _do("close", _("Close"))
