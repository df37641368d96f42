"""What an open page must know of the server to tell its reader that something has changed."""

from access import current_reader
from access.door import asker
from access.secret import sealed
from queries.reader import NOBODY, Reader
from queries.warehouse import NoBuildYet, NoSuchBuild, NotAllowed, open_warehouse
from statics import edition


def state() -> dict[str, str | None]:
    """edition: of the app's files. build: id of the current build, None for strangers and where there is none.
    who: a sign of the reader and of what is open to the reader, None for strangers; it tells nothing but whether it is
    the same as before."""
    asked = asker()
    if asked.reader == NOBODY:
        return {"edition": edition(), "build": None, "who": None}
    return {"edition": edition(), "build": _current_build(), "who": sign(asked.behind or asked.reader)}


def sign(reader: Reader) -> str:
    """Sixteen letters that differ as soon as the reader or anything that is open to the reader differs."""
    sets = (reader.countries, reader.domains, reader.areas, reader.compared, reader.rights)
    told = (reader.account_id or reader.name, reader.detail, *(None if one is None else sorted(one) for one in sets))
    return sealed("reader of kept pages", repr(told))[:16]


def _current_build() -> str | None:
    try:
        return open_warehouse(current_reader()).build_id
    except (NoBuildYet, NoSuchBuild, NotAllowed):
        return None
