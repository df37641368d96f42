-- One row per event. month_date is the month in which it happened or began.
with dated as (
    select events.*, {{ month_of('event_date') }} as month_date
    from {{ feed('events') }} as events
)

select {{ mart_columns('mart_event') }}
from dated
