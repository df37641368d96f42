"""The sign-in of the organisation: its settings, and whether the provider answers as it must."""

from collections.abc import Iterator

from access.provider_answers import ProviderFault, answer, provider
from access.way_faults import way_faults
from doctor.finding import Finding, fault, well
from settings import read_settings


def ways_in() -> Iterator[Finding]:
    """Settings of a provider, a proxy and their groups let in whom they should."""
    settings = read_settings()
    for one in way_faults(settings):
        yield fault("ways in", one, "The app does not start until this is mended; docs/operations.md has an example.")
    if not way_faults(settings):
        names = {"a provider": settings.oidc_issuer, "a proxy": settings.proxy_header, "groups": settings.groups}
        told = ", ".join(name for name, value in names.items() if value)
        yield well("ways in", f"Local accounts, and by settings: {told}." if told else "Local accounts only.")


def provider_answers() -> Iterator[Finding]:
    """The provider can be asked and says of itself what it must."""
    if not read_settings().oidc_issuer:
        return
    try:
        keys = answer(provider().keys).get("keys")
    except ProviderFault as wrong:
        yield fault("provider", f"It cannot be asked: {wrong}.", "Nobody signs in there now; local accounts still do.")
        return
    if isinstance(keys, list) and keys:
        yield well("provider", "It answers, and shows the keys with which it signs.")
    else:
        yield fault("provider", "It shows no keys, so no sign-in can be checked.", "Ask whoever runs the provider.")
