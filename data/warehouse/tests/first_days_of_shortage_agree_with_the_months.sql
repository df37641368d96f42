-- A month that ends below the minimum, or without stock, is not earlier than the first day that does; the first day
-- below the minimum is not later than the first one without stock. A thousandth is room for sums of decimals.
with firsts as (
    select
        source_name,
        country_code,
        item_code,
        max(first_below_minimum_date) as below_date,
        max(first_empty_date) as empty_date,
        max(minimum_qty) as lowest_qty,
        min(case when projected_confirmed_qty < minimum_qty - 0.001 then month_date end) as below_month_date,
        min(case when projected_confirmed_qty = 0 then month_date end) as empty_month_date
    from {{ ref('mart_supply_pipeline') }}
    group by source_name, country_code, item_code
)

select *
from firsts
where (below_month_date is not null and (below_date is null or below_date > {{ month_end('below_month_date') }}))
    or (empty_month_date is not null and (empty_date is null or empty_date > {{ month_end('empty_month_date') }}))
    or (lowest_qty > 0 and empty_date is not null and (below_date is null or below_date > empty_date))
