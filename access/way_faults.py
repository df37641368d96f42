"""What is wrong with the settings of a provider, a proxy and their groups, before anybody comes that way."""

import re
from urllib.parse import urlsplit

from access.group_entries import WrongGroups
from access.groups import entries
from access.provider_answers import is_safe_address
from access.visitor import networks
from settings import Settings

HEADER = re.compile(r"[A-Za-z0-9-]+")
NOT_TO_BE_BELIEVED = (
    "authorization",
    "cookie",
    "forwarded",
    "host",
    "origin",
    "referer",
    "user-agent",
    "x-forwarded-for",
)
"""Headers that mean something else, or that anybody may send."""


def way_faults(settings: Settings) -> list[str]:
    """A sentence on each fault; none where people can come in as the settings say."""
    return [*_of_provider(settings), *_of_proxy(settings), *_of_groups()]


def _of_provider(settings: Settings) -> list[str]:
    faults = []
    if not settings.oidc_issuer:
        return faults
    if not settings.oidc_client_id:
        faults.append(
            "LAGEBILD_OIDC_ISSUER is set, and LAGEBILD_OIDC_CLIENT_ID is not: what does the provider call this app?"
        )
    if not is_safe_address(settings.oidc_issuer) or urlsplit(settings.oidc_issuer).query:
        faults.append(
            "LAGEBILD_OIDC_ISSUER has to be the address of the provider as it calls itself, and begin with https://."
        )
    return faults


def _of_proxy(settings: Settings) -> list[str]:
    faults = []
    if not settings.proxy_header:
        return faults
    for name in ("proxy_header", "proxy_groups_header"):
        told = getattr(settings, name)
        if told and (not HEADER.fullmatch(told) or told.lower() in NOT_TO_BE_BELIEVED):
            faults.append(f"LAGEBILD_{name.upper()} names no header in which a proxy can say who somebody is.")
    believed = networks(settings.proxy_addresses)
    if not believed:
        faults.append("LAGEBILD_PROXY_HEADER is set, and LAGEBILD_PROXY_ADDRESSES names no proxy that may send it.")
    if any(network.prefixlen == 0 for network in believed):
        faults.append("LAGEBILD_PROXY_ADDRESSES names every address there is, so that anybody could be anybody.")
    return faults


def _of_groups() -> list[str]:
    try:
        entries()
    except WrongGroups as error:
        return [f"LAGEBILD_GROUPS: {error}."]
    return []
