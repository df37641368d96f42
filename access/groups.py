"""What groups of a provider or a proxy give: one file, read from its beginning, the first group that fits counts.

- group: lagebild-administrators
  role: administrator
  countries: "*"
  areas: "*"
  domains: "*"
  detail: rows
  may_export: true
"""

import logging
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from access.group_entries import Entry, WrongGroups, entries_of
from kpis.words import _
from settings import read_settings

MOST_BYTES = 1024**2


@dataclass(frozen=True)
class NoGroup(Exception):
    """Groups give nothing; the reason is a sentence for the person concerned. is_fault: because nobody can tell now what
    they give."""

    reason: str
    is_fault: bool = False


def is_told_by_groups(via: str) -> bool:
    """Whether role and scope of accounts that came this way follow the file of groups; those of local accounts, and
    all where there is no such file, are as administrators set them."""
    return via != "local" and bool(read_settings().groups)


def entry_of(groups: Collection[str]) -> Entry:
    """What somebody in these groups is given. NoGroup where that is nothing, or where the file cannot be used."""
    try:
        known = entries()
    except WrongGroups as error:
        _complain(str(error))
        reason = _("The list of groups of this installation cannot be used now; whoever runs it has to mend it.")
        raise NoGroup(reason, is_fault=True) from None
    found = next((one for one in known if one.group in groups), None)
    if found is None:
        raise NoGroup(_("None of the groups that you belong to is given anything here."))
    return found


def entries() -> tuple[Entry, ...]:
    """Every entry of the file of the setting `groups`, in its order; none without the setting. WrongGroups names file,
    entry and reason."""
    told = read_settings().groups
    if not told:
        return ()
    path = Path(told)
    try:
        state = path.stat()
    except OSError as error:
        raise WrongGroups(f"{path}: {error.strerror}") from None
    return _read(path, state.st_mtime_ns, state.st_size, state.st_ino)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int, size: int, _file: int) -> tuple[Entry, ...]:
    if size > MOST_BYTES:
        raise WrongGroups(f"{path}: larger than {MOST_BYTES // 1024} KB")
    try:
        return entries_of(yaml.load(path.read_text(encoding="utf-8"), Loader=_Strict))  # noqa: S506  a safe loader
    except (OSError, UnicodeDecodeError) as error:
        raise WrongGroups(f"{path}: cannot be read: {error}") from None
    except yaml.YAMLError as error:
        raise WrongGroups(f"{path}: no YAML: {' '.join(str(error).split())}") from None
    except WrongGroups as error:
        raise WrongGroups(f"{path}: {error}") from None


@lru_cache(maxsize=4)
def _complain(text: str) -> None:
    """Once for each fault: every request of every reader would say it again."""
    logging.getLogger("lagebild").error("%s", text)


class _Strict(yaml.SafeLoader):
    """YAML without keys that stand twice in one entry, of which the last would win in silence."""

    def construct_mapping(self, node, deep=False):
        """The mapping of a node. ConstructorError for a key that stands there twice."""
        keys = [one.value for one, _value in node.value]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice is not None:
            raise yaml.constructor.ConstructorError(None, None, f"{twice!r} stands twice", node.start_mark)
        return super().construct_mapping(node, deep)
