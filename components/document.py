"""The document around a page: what the browser must know before it shows one, and the words for a page that fails."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from components.html_document import html_document, link
from components.link_bar import link_bar
from components.markup import markup
from components.shell import footer, header
from components.words import _

STATE = """<div id="page-state" class="page-state" data-loading="{loading}" data-slow="{slow}" data-failed="{failed}"
  data-unreached="{unreached}" data-partly="{partly}" data-ready="{ready}" data-ended="{ended}" data-other="{other}"
  data-sign-in="{sign_in}"><p role="status"></p><a href="/">{again}</a></div>"""
FIGURE_WORDS = """<div id="figure-words" hidden data-loading="{figure_loading}" data-failed="{figure_failed}"
  data-again="{figure_again}" data-undrawn="{figure_undrawn}"></div>"""


@dataclass(frozen=True)
class Edition:
    """What a document loads and stands on. styles, scripts: addresses. icon: of the app. build: id of the build that
    is seen, "" where nothing is. name: of this edition of the app, which changes with its files. touch_icon: of the app
    on the first screen of a phone. manifest: what a browser must know to install the app; "" for none of them."""

    styles: Sequence[str]
    scripts: Sequence[str]
    icon: str
    name: str
    build: str = ""
    touch_icon: str = ""
    manifest: str = ""


def document(title: str, page: str, edition: Edition) -> str:
    """The document of a page. page: what stands between header and footer, as HTML."""
    said = {name: escape(words) for name, words in _said().items()}
    body = (
        STATE.format(**said),
        markup(header()),
        f'<div id="page">{page}</div>',
        markup(footer()),
        FIGURE_WORDS.format(**said),
        markup(link_bar()),
    )
    return html_document(title, _head(edition), body, {"data-build": edition.build, "data-edition": edition.name})


def _head(edition: Edition) -> list[str]:
    """Nothing in it waits for a script."""
    icons = [
        link("icon", edition.icon),
        link("apple-touch-icon", edition.touch_icon),
        link("manifest", edition.manifest),
    ]
    styles = [link("stylesheet", one) for one in edition.styles]
    return [*icons, *styles, *(f'<script defer src="{escape(one)}"></script>' for one in edition.scripts)]


def _said() -> dict[str, str]:
    """What scripts say of a page on its way; the words are in the document, as nothing else may have arrived."""
    return {
        "loading": _("Loading the page …"),
        "slow": _("Still loading: the link or the server is slow. The page will appear by itself."),
        "failed": _("This page did not arrive. The server gave no answer, or the connection broke on the way."),
        "unreached": _("The page did not arrive: no network, or no answer. You still see the page before."),
        "other": _("Somebody else has signed in here, or what is open to you has changed, so this page is not shown."),
        "partly": _("A part of this page did not arrive; figures may be missing."),
        "ready": _("The page is there."),
        "ended": _("You are not signed in any more, so this page is not shown."),
        "sign_in": _("Sign in again"),
        "again": _("Load the page again"),
        "figure_loading": _("The figure is on its way …"),
        "figure_failed": _("This figure did not arrive. What it shows stands in its table."),
        "figure_again": _("Try again"),
        "figure_undrawn": _("This figure had not been drawn when the page was printed."),
    }
