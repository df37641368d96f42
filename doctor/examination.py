"""All checks, one behind the other; one that fails to look is a finding too."""

from collections.abc import Iterator

from doctor import exposure, machine, organisation, programs, stores
from doctor.finding import Check, Finding, fault

CHECKS: tuple[Check, ...] = (
    machine.home,
    machine.key_files,
    machine.disk,
    stores.ledger_tables,
    machine.clock,
    stores.audit_holds,
    stores.administrators,
    stores.build,
    stores.reading_role,
    stores.last_backup,
    stores.worker,
    exposure.secret,
    exposure.address,
    exposure.strangers,
    organisation.ways_in,
    organisation.provider_answers,
    programs.libraries,
    programs.static_files,
    programs.browser,
    programs.fonts,
    programs.mail_server,
)


def examination(checks: tuple[Check, ...] = CHECKS) -> Iterator[Finding]:
    """What each check finds. A home that is not there ends the examination: nothing else would be there either."""
    for check in checks:
        try:
            found = list(check())
        except Exception as error:  # noqa: BLE001  whatever stops a check is what its line has to say
            remedy = "See what the line says; the other checks went on."
            found = [fault(check.__name__.replace("_", " "), f"Cannot be looked at: {_first_line(error)}", remedy)]
        yield from found
        if check is machine.home and any(one.state == "FAIL" and "no folder" in one.words for one in found):
            return


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)
