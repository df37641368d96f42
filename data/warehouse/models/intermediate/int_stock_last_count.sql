-- The last count of an item in a country: stock and consumption of the sites that reported in the newest closed
-- month with a stock report. Sites that did not report in that month are missing, nothing is carried forward.
{{ config(materialized='table') }}
with closed as (
    select
        stock.*,
        max(month_date) over (partition by source_name, country_code, item_code) as last_month_date
    from {{ ref('mart_supply_stock') }} as stock
    where stock_on_hand_qty is not null
        and country_code is not null
        and {{ month_end('month_date') }} <= {{ data_date() }}
)

select
    source_name,
    max(load_id) as load_id,
    country_code,
    item_code,
    max(item_name) as item_name,
    max(item_group) as item_group,
    max(unit_name) as unit_name,
    month_date,
    sum(stock_on_hand_qty) as stock_on_hand_qty,
    sum(average_monthly_consumption_qty) as forecast_qty,
    case
        when count(average_monthly_consumption_qty) = count(minimum_months * average_monthly_consumption_qty)
            then sum(minimum_months * average_monthly_consumption_qty)
    end as minimum_qty,
    case
        when count(average_monthly_consumption_qty) = count(maximum_months * average_monthly_consumption_qty)
            then sum(maximum_months * average_monthly_consumption_qty)
    end as maximum_qty
from closed
where month_date = last_month_date
group by source_name, country_code, item_code, month_date
