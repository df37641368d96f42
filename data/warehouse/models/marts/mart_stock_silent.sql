-- One row per position (an item at a site) and month in which the stock report of the site is due and has not come: the
-- positions of the last report that the site sent before. A site that never reported has none. They come with no load,
-- for nobody has sent them.
with reports as (
    select distinct source_name, country_code, site_code, month_date
    from {{ ref('mart_supply_stock') }}
),

last_reports as (
    select
        reports.source_name,
        reports.country_code,
        reports.site_code,
        due.month_date as silent_month_date,
        max(reports.month_date) as month_date
    from {{ ref('mart_reporting') }} as due
    inner join reports
        on due.unit_code = reports.site_code
        and due.country_code = reports.country_code
        and reports.month_date < due.month_date
    where due.report_kind = 'stock_balances' and due.silent_count = 1
    group by reports.source_name, reports.country_code, reports.site_code, due.month_date
),

positions as (
    select
        stock.source_name,
        cast(null as varchar) as load_id,
        stock.country_code,
        stock.admin1_code,
        stock.office_code,
        stock.site_code,
        stock.site_name,
        stock.item_code,
        stock.item_name,
        stock.item_group,
        stock.unit_name,
        stock.unit_cost_usd,
        stock.minimum_months,
        stock.maximum_months,
        last_reports.silent_month_date as month_date,
        stock.month_date as last_month_date
    from last_reports
    inner join {{ ref('mart_supply_stock') }} as stock
        on last_reports.source_name = stock.source_name
        and last_reports.country_code = stock.country_code
        and last_reports.site_code = stock.site_code
        and last_reports.month_date = stock.month_date
)

select {{ mart_columns('mart_stock_silent') }}
from positions
order by month_date, country_code
