-- One row per office and month with stock reports: how many sites reported, and how many of them and for how many days
-- were without an item. Days are added over items at sites; counted days are those of the items at sites whose days
-- without stock are reported, missing where they nowhere are.
with sites as (
    select
        source_name,
        country_code,
        office_code,
        month_date,
        site_code,
        max(load_id) as load_id,
        -- zero because a site is counted as having been without an item only where that is told
        max(case when is_stocked_out = 1 or has_stockout_in_period = 1 then 1 else 0 end) as is_out,
        sum(stockout_days) as stockout_days,
        sum(case when stockout_days is not null then period_days end) as counted_days
    from {{ ref('mart_supply_stock') }}
    where stock_on_hand_qty is not null
    group by source_name, country_code, office_code, month_date, site_code
),

summed as (
    select
        source_name,
        country_code,
        office_code,
        month_date,
        max(load_id) as load_id,
        count(*) as site_count,
        sum(is_out) as out_site_count,
        sum(stockout_days) as stockout_days,
        sum(counted_days) as counted_days
    from sites
    group by source_name, country_code, office_code, month_date
)

select {{ mart_columns('mart_stock_sites') }}
from summed
order by country_code, month_date, office_code, source_name
