-- What happens to an order line, one row per line and kind of event, in the month of the event: ordered, due,
-- received (also in part), handed over; moved carries what has no date of its own (dispatch, losses) in the month of the line.
-- Cancelled lines have no event: what was cancelled is no longer ordered. Events without a date have no month.
with lines as (
    select
        lines.*,
        received_date is not null or stage_code in ('received', 'handed_over') as is_received
    from {{ ref('mart_delivery_line') }} as lines
    where order_status_code is null or order_status_code <> 'cancelled'
),

kinds as (
    {% for kind in ['ordered', 'due', 'received', 'handed_over', 'moved'] -%}
    select '{{ kind }}' as event_kind {{ 'union all' if not loop.last }}
    {% endfor -%}
),

events as (
    select
        lines.*,
        kinds.event_kind,
        case kinds.event_kind
            when 'ordered' then {{ month_of('ordered_date') }}
            when 'due' then {{ month_of('agreed_date') }}
            when 'received' then case when received_date is null then month_date else {{ month_of('received_date') }} end
            when 'handed_over' then coalesce({{ month_of('handed_over_date') }}, month_date)
            else month_date
        end as event_month_date
    from lines
    cross join kinds
)

select *
from events
where event_kind = 'ordered'
    or (event_kind = 'due' and is_due = 1)
    or (event_kind = 'received' and (is_received or received_qty > 0))
    or (event_kind = 'handed_over' and handed_over_qty is not null)
    or (event_kind = 'moved' and (dispatched_qty is not null or wasted_qty is not null))
