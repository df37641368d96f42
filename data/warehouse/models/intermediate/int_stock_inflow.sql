-- What comes in per country, item and day after the last count: open orders by their agreed date when that lies
-- after the date of the data, and goods received since the count. Open orders whose agreed date has passed are on
-- no day, for nobody has said when they come; mart_delivery_line lists them as overdue.
{{ config(materialized='table') }}
with lines as (
    select
        lines.*,
        counts.month_date as count_month_date,
        received_date is not null or order_status_code in ('received', 'handed_over') as is_received
    from {{ feed('deliveries') }} as lines
    inner join {{ ref('int_stock_last_count') }} as counts
        on lines.source_name = counts.source_name
        and lines.country_code = counts.country_code
        and lines.item_code = counts.item_code
),

dated as (
    select
        lines.*,
        case
            when is_received and received_date > {{ month_end('count_month_date') }} then received_date
            when not is_received and agreed_date > {{ data_date() }} then agreed_date
        end as inflow_date
    from lines
)

select
    source_name,
    country_code,
    item_code,
    inflow_date,
    {{ month_of('inflow_date') }} as month_date,
    sum(case
        when is_received then received_qty
        when order_status_code = 'in_transit' then coalesce(dispatched_qty, ordered_qty)
        when order_status_code = 'confirmed' then ordered_qty
    end) as confirmed_qty,
    sum(case when not is_received and order_status_code = 'planned' then ordered_qty end) as planned_qty
from dated
where inflow_date is not null
group by source_name, country_code, item_code, inflow_date
