-- One row per order line, with its dates, quantities and tests of time and quantity. month_date is the month
-- received, else agreed (the month of the data for lines not due yet), else as published.
--
-- A line is due when its agreed date lies before the date of the data and it is not cancelled. A due line that has
-- not been received is overdue: neither on time nor in full. A line received on an unknown day has no test of time.
-- The stage is the last one whose date has been reached, or that the order status states.
with lines as (
    select
        lines.*,
        sites.office_code,
        coalesce(lines.admin1_code, sites.admin1_code) as place_admin1_code,
        coalesce(lines.item_name, items.item_name) as line_item_name,
        coalesce(lines.item_group, items.item_group) as line_item_group,
        coalesce(lines.unit_name, items.unit_name) as line_unit_name,
        items.children_per_unit,
        received_date is not null or order_status_code in ('received', 'handed_over') as is_received,
        case
            when order_status_code = 'cancelled' then 0
            when agreed_date < {{ data_date() }} then 1
            when agreed_date is not null then 0
        end as is_due
    from {{ feed('deliveries') }} as lines
    left join {{ feed('sites') }} as sites
        on lines.source_name = sites.source_name and lines.site_code = sites.site_code
    left join {{ feed('items') }} as items
        on lines.source_name = items.source_name and lines.item_code = items.item_code
),

tested as (
    select
        lines.*,
        case
            when is_due = 1 and received_date is not null then case when received_date <= agreed_date then 1 else 0 end
            when is_due = 1 and is_received is not true then 0
        end as is_on_time,
        case
            when is_due = 1 and ordered_qty > 0 and is_received then {{ flag('received_qty >= ordered_qty') }}
            when is_due = 1 and ordered_qty > 0 then 0
        end as is_in_full
    from lines
),

measured as (
    select
        source_name,
        load_id,
        delivery_line_id,
        order_code,
        order_status_code,
        case
            when order_status_code = 'cancelled' then 'cancelled'
            when order_status_code = 'handed_over' or handed_over_date <= {{ data_date() }} then 'handed_over'
            when is_received then 'received'
            when customs_date <= {{ data_date() }} then 'in_customs'
            when port_date <= {{ data_date() }} then 'at_port'
            when ready_date <= {{ data_date() }} then 'ready'
            when order_status_code in ('confirmed', 'in_transit') or ordered_date <= {{ data_date() }} then 'ordered'
        end as stage_code,
        country_code,
        place_admin1_code as admin1_code,
        office_code,
        site_code,
        item_code,
        line_item_name as item_name,
        line_item_group as item_group,
        line_unit_name as unit_name,
        supplier_name,
        shipment_mode,
        origin_country_code,
        donor_name,
        programme_code,
        ordered_date,
        ready_date,
        port_date,
        customs_date,
        received_date,
        handed_over_date,
        agreed_date,
        coalesce(
            {{ month_of('received_date') }},
            {{ month_of('case when agreed_date > ' ~ data_date() ~ ' then ' ~ data_date() ~ ' else agreed_date end') }},
            month_date
        ) as month_date,
        ordered_qty,
        dispatched_qty,
        received_qty,
        handed_over_qty,
        wasted_qty,
        ordered_usd,
        received_usd,
        freight_usd,
        weight_kg,
        received_qty * children_per_unit as received_children,
        {{ days_between('ordered_date', 'received_date') }} as lead_time_days,
        {{ days_between('ordered_date', 'ready_date') }} as ready_days,
        {{ days_between('ready_date', 'port_date') }} as port_days,
        {{ days_between('port_date', 'customs_date') }} as customs_days,
        {{ days_between('customs_date', 'received_date') }} as inland_days,
        {{ days_between('received_date', 'handed_over_date') }} as hand_over_days,
        {{ days_between('agreed_date', 'received_date') }} as delay_days,
        is_due,
        is_on_time,
        is_in_full,
        case when is_due = 1 then {{ flag('is_on_time = 1 and is_in_full = 1') }} end as is_otif,
        case when is_due = 1 and is_received is not true then 1 when is_due is not null then 0 end as is_overdue,
        source_row
    from tested
)

select {{ mart_columns('mart_delivery_line') }}
from measured
