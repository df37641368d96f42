"""The ways of telling who asks, in the order in which they are tried."""

from access.proxy_way import by_proxy
from access.session_way import by_session
from access.token_way import by_token

WAYS = (by_token, by_proxy, by_session)
"""A token first: a program never reads as somebody else. Then the proxy: it refuses a header that a stranger wrote,
whatever else the request carries."""
