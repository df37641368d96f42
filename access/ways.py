"""The ways of telling who asks, in the order in which they are tried."""

from access.proxy_way import by_proxy
from access.session_way import by_session

WAYS = (by_proxy, by_session)
"""The proxy first: it refuses a header that a stranger wrote, whatever else the request carries."""
