"""What every document of the app begins and ends with. Nothing in it comes from another host."""

from collections.abc import Mapping, Sequence
from html import escape

from components.words import current_direction, current_language

DOCUMENT = """<!DOCTYPE html>
<html{root}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
{head}
</head>
<body>
{body}
</body>
</html>
"""


def html_document(title: str, head: Sequence[str], body: Sequence[str], root: Mapping[str, str] | None = None) -> str:
    """A document in the language of the reader. head, body: lines of HTML; "" for none. root: attributes of the whole
    document besides its language."""
    told = {"lang": current_language(), "dir": current_direction(), **(root or {})}
    return DOCUMENT.format(
        root="".join(f' {name}="{escape(value)}"' for name, value in told.items()),
        title=escape(title),
        head="\n".join(filter(None, head)),
        body="\n".join(filter(None, body)),
    )


def link(relation: str, address: str) -> str:
    """A line that names a file which the document loads or stands with; "" without an address."""
    return f'<link rel="{relation}" href="{escape(address)}">' if address else ""
