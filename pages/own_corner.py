"""What only the reader who asks sees around a page: the name with the own pages, and the eyes that are looked through."""

from access.door import asker, token_of_forms
from access.policy import may_open
from components.form_token import with_form_tokens
from components.frame_parts import viewing_banner, who_bar
from components.words import _


def who():
    """The corner of the reader: name, own pages that are open, the button that signs out; None where nobody is."""
    asked = asker()
    own = [("/account", _("Your account")), ("/accounts", _("Accounts")), ("/audit", _("Audit"))]
    links = [(address, words) for address, words in own if may_open(asked.reader, address)]
    if not links:
        return None
    bar = who_bar(asked.reader.name, links, may_sign_out=bool(asked.session_hash))
    with_form_tokens(bar, token_of_forms())
    return bar


def viewing() -> list:
    """The line that says through whose eyes an administrator looks; empty for everybody else. It comes with each page
    and not with the frame: another tab may have been open before."""
    asked = asker()
    return [viewing_banner(asked.reader.name, asked.behind.name)] if asked.behind else []
