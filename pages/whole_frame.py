"""The frame of the app for whoever asks: made anew at each loading of the document, and kept nowhere. No page itself."""

from access.door import asker, token_of_forms
from access.policy import may_open
from components.form_token import with_form_tokens
from components.frame_parts import viewing_banner, who_bar
from components.shell import page_frame
from components.words import _


def frame():
    """The frame with the name of the reader, the ways that are open, and the eyes that are looked through."""
    asked = asker()
    own = [("/account", _("Your account")), ("/accounts", _("Accounts")), ("/audit", _("Audit"))]
    links = [(address, words) for address, words in own if may_open(asked.reader, address)]
    bar = who_bar(asked.reader.name, links, may_sign_out=bool(asked.session_hash)) if links else None
    drawn = page_frame(bar)
    with_form_tokens(drawn, token_of_forms())
    return drawn


def viewing() -> list:
    """The line that says through whose eyes an administrator looks; empty for everybody else. It comes with each page
    and not with the frame: another tab may have been open before."""
    asked = asker()
    return [viewing_banner(asked.reader.name, asked.behind.name)] if asked.behind else []
