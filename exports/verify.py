"""What is true of a file: identical with what the build says, changed since, or altered."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from components.words import _
from exports.differences import Difference, differences
from exports.manifest import Bundle, Manifest
from exports.opened import Opened

IDENTICAL, CHANGED, ALTERED, UNPROVED = OUTCOMES = ("identical", "changed", "altered", "unproved")
"""identical: the file is what its build says, and the current build says the same. changed: it is what its build says,
and the current build says something else. altered: it is not what was written. unproved: whole in itself, but its
build cannot be asked."""
CHECKED_FACTS = (
    "title",
    "built_at",
    "data_date",
    "is_demo",
    "coverage",
    "kpis",
    "sources",
    "map_disclaimer",
    "area_notes",
)


@dataclass(frozen=True)
class Verdict:
    """outcome: one of OUTCOMES. reasons: sentences. altered: cells of the build against those of the file. since: those
    of the file against those of the current build."""

    outcome: str
    file: Opened
    reasons: tuple[str, ...] = ()
    altered: tuple[Difference, ...] = ()
    since: tuple[Difference, ...] = ()


def verdict(file: Opened, then: Bundle | None, now: Bundle | None, reason: str = "") -> Verdict:
    """The verdict on a file. then: what its build says to the reader who asks; now: what the current build says. None
    where it cannot be said; reason: why then is missing, in a sentence."""
    wrong = [*_faults(file), *(_against_build(file, then) if then else [])]
    held = file.results if file.results is not None else then.results if then else None
    altered = differences(then.results, file.results) if then and wrong and file.results is not None else ()
    has_changed = now is not None and now.manifest.content_sha256 != file.manifest.content_sha256
    since = differences(held, now.results) if has_changed and not wrong and held is not None else ()
    if wrong:
        return Verdict(ALTERED, file, tuple(wrong), altered)
    if then is None:
        return Verdict(UNPROVED, file, (reason, _whole(file)), since=since)
    if has_changed:
        return Verdict(CHANGED, file, (_("The data have changed since the file was made."),), since=since)
    if now is None:
        return Verdict(IDENTICAL, file, (_("The current build does not show this any more."),))
    return Verdict(IDENTICAL, file)


def outcome_words() -> dict[str, str]:
    """Outcome -> what it means, in a sentence."""
    return {
        IDENTICAL: _("Identical: the file is what its build says, and the current data say the same."),
        CHANGED: _(
            "The data have changed since: the file is what its build says, and the current data say something else."
        ),
        ALTERED: _("Altered: this is not what was written."),
        UNPROVED: _("Not proved: the file is whole, but its build cannot be asked."),
    }


def _faults(file: Opened) -> list[str]:
    """What is wrong with a file by itself."""
    if file.fault:
        return [file.fault]
    said = []
    if not file.is_sealed:
        said.append(_("The contents do not give the SHA-256 that the file names."))
    if not file.is_as_written:
        told = {"png": _("The picture was changed."), "pdf": _("The sheets were changed.")}
        said.append(
            told.get(file.form) or _("Something around the contents was changed: words, heads, notes or their order.")
        )
    return said


def _against_build(file: Opened, then: Bundle) -> list[str]:
    """What a file says and its build does not."""
    said = []
    if file.is_sealed and then.manifest.content_sha256 != file.manifest.content_sha256:
        said.append(_("Its build says something else: it was altered and sealed again, or made by a reader with other "
                      "rights, or by another version of Lagebild."))  # fmt: skip
    if wrong := wrong_facts(file.manifest, then.manifest):
        told = _("What the file says about itself is not what its build says: {facts}.")
        said.append(told.format(facts=", ".join(wrong)))
    return said


def wrong_facts(held: Manifest, true: Manifest) -> list[str]:
    """Names of the facts of a manifest that are not those of the build. When the file was made, by whom and at which
    host cannot be known again; notices may tell of the day."""
    told, known = held.to_dict(), true.to_dict()
    found = [name for name in CHECKED_FACTS if told[name] != known[name]]
    filters = [[text for text in one.filters if one.build_id not in text] for one in (held, true)]
    return [
        *found,
        *["filters"] * (filters[0] != filters[1]),
        *["address"] * (_asked(held.address) != _asked(true.address)),
        *["link"] * (not held.link.endswith(held.address)),
    ]


def _asked(address: str) -> tuple[str, list]:
    """Path and query in one order."""
    parts = urlsplit(address)
    return parts.path, sorted(parse_qsl(parts.query, keep_blank_values=True))


def _whole(file: Opened) -> str:
    if file.results is None:
        return _("The picture or document is as it was made; what it shows cannot be compared.")
    return _("The contents give the SHA-256 that the file names; what else it says about itself cannot be compared.")
