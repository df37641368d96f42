"""From where somebody comes: the other end of the socket, or whom a believed proxy names there."""

from collections.abc import Collection
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

from flask import request

from settings import read_settings


def visitor_address() -> str:
    """The address of whoever sent this request; "" where it is not known. Of the chain that proxies write, the part
    counts that the last believed one wrote: what stands before it, a stranger may have sent."""
    peer, listed = request.environ.get("REMOTE_ADDR") or "", read_settings().proxy_addresses
    named = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",") if one.strip()]
    while named and is_believed(peer, listed):
        peer = named.pop()
    return peer[:100]


def is_believed(peer: str, listed: str) -> bool:
    """Whether the other end of a socket is a listed proxy. listed: addresses and networks with commas between them."""
    try:
        address = ip_address(peer)
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return any(address in network for network in networks(listed))


@lru_cache(maxsize=8)
def networks(listed: str) -> Collection:
    """The networks of a list with commas between them; an address alone is a network of one."""
    return tuple(ip_network(one.strip()) for one in listed.split(",") if one.strip())
