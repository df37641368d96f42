"""Who is signed in, above every page: the name, ways to what is the reader's own, and through whose eyes is looked."""

from collections.abc import Sequence

from dash import dcc, html

from components.words import _


def who_bar(name: str, links: Sequence[tuple[str, str]], *, may_sign_out: bool):
    """The name of the reader, links as address and words, and the button that signs out."""
    ways = [dcc.Link(words, href=address) for address, words in links]
    out = [small_form("/sign-out", {}, _("Sign out"))] if may_sign_out else []
    return html.Nav(
        [html.Span(name, className="who-name"), *ways, *out], className="who", **{"aria-label": _("Your account")}
    )


def viewing_banner(name: str, own_name: str):
    """The line that says whose eyes an administrator looks through, with the button that ends it."""
    told = _(
        "You are {own} and see what {name} sees, as far as it is open to you too. Nothing can be changed meanwhile."
    )
    return html.Div(
        [
            html.P(html.Strong(told.format(own=own_name, name=name))),
            small_form("/view-as/end", {}, _("See with your own eyes again")),
        ],
        className="viewing",
        role="region",
        **{"aria-label": _("Through whose eyes you look")},
    )


def small_form(action: str, kept: dict[str, str], words: str, about: str = "", *, is_grave: bool = False):
    """A button that does one thing. kept: what it says to the server. about: whom it concerns, for those who hear the
    page. is_grave: whether it takes something away."""
    hidden = [dcc.Input(type="hidden", name=key, value=value) for key, value in kept.items()]
    said = [words, html.Span(f": {about}", className="unseen")] if about else words
    button = html.Button(said, type="submit")
    name = "small-form is-grave" if is_grave else "small-form"
    return html.Form([*hidden, button], action=action, method="post", className=name)
