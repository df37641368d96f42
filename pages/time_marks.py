"""Events on the figures over time of a page. No page itself."""

from components.event_marks import marked
from queries.events import events
from queries.reference import country_names


def with_events(warehouse, filters, drawn):
    """The panel with the events inside the filters."""
    return marked(drawn, events(warehouse, filters), country_names(warehouse))
