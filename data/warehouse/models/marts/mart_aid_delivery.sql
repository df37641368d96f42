-- One row per country, office, item, programme, donor, supplier, mode and month. Each measure falls in the month of
-- its own event: orders when ordered, tests of time and quantity when due, receipts when received; what was
-- dispatched or lost in the month of the line. A missing month holds what the publisher did not date.
-- Cancelled lines do not count. Tests that cannot be made (no quantity ordered, no day of receipt) are missing, not 0.
with events as (
    select
        events.*,
        case when event_kind = 'received' and dispatched_qty is not null then received_qty end as complete_received_qty,
        case when event_kind = 'received' and received_qty is not null then dispatched_qty end as complete_dispatched_qty,
        case when event_kind = 'received' and ordered_qty > 0 then received_qty end as filled_received_qty,
        case when event_kind = 'received' and ordered_qty > 0 and received_qty is not null then ordered_qty end
            as filled_ordered_qty,
        case when event_kind = 'received' then dispatched_qty - received_qty end as shortfall_qty
    from {{ ref('int_delivery_event') }} as events
),

summed as (
    select
        source_name,
        max(load_id) as load_id,
        country_code,
        office_code,
        item_code,
        max(item_name) as item_name,
        max(item_group) as item_group,
        max(unit_name) as unit_name,
        programme_code,
        donor_name,
        supplier_name,
        shipment_mode,
        event_month_date as month_date,
        count(case when event_kind = 'ordered' then 1 end) as line_count,
        sum(case when event_kind = 'ordered' then ordered_qty end) as ordered_qty,
        sum(case when event_kind = 'ordered' then ordered_usd end) as ordered_usd,
        count(case when event_kind = 'due' then 1 end) as due_line_count,
        count(case when event_kind = 'due' then is_on_time end) as on_time_due_line_count,
        count(case when event_kind = 'due' then is_in_full end) as in_full_due_line_count,
        count(case when event_kind = 'due' and is_on_time is not null then is_in_full end) as otif_due_line_count,
        sum(case when event_kind = 'due' then is_on_time end) as on_time_line_count,
        sum(case when event_kind = 'due' then is_in_full end) as in_full_line_count,
        sum(case when event_kind = 'due' then is_otif end) as otif_line_count,
        count(case when event_kind = 'due' and is_overdue = 1 then 1 end) as overdue_line_count,
        count(case when event_kind = 'received' and is_received then 1 end) as received_line_count,
        sum(case when event_kind = 'moved' then dispatched_qty end) as dispatched_qty,
        sum(case when event_kind = 'received' then received_qty end) as received_qty,
        sum(case when event_kind = 'received' then received_usd end) as received_usd,
        sum(case when event_kind = 'handed_over' then handed_over_qty end) as handed_over_qty,
        sum(case when event_kind = 'moved' then wasted_qty end) as wasted_qty,
        sum(case when event_kind = 'moved' and wasted_qty is not null then received_qty end) as wastage_received_qty,
        sum(case when shortfall_qty > 0 then shortfall_qty when shortfall_qty <= 0 then 0 end) as short_qty,
        sum(case when shortfall_qty < 0 then -shortfall_qty when shortfall_qty >= 0 then 0 end) as surplus_qty,
        sum(complete_received_qty) as completeness_received_qty,
        sum(complete_dispatched_qty) as completeness_dispatched_qty,
        sum(filled_received_qty) as fill_received_qty,
        sum(filled_ordered_qty) as fill_ordered_qty,
        sum(case when event_kind = 'received' then received_children end) as received_children
    from events
    group by
        source_name,
        country_code,
        office_code,
        item_code,
        programme_code,
        donor_name,
        supplier_name,
        shipment_mode,
        event_month_date
)

select {{ mart_columns('mart_aid_delivery') }}
from summed
