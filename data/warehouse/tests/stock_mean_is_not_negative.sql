-- Demand is never negative: negative consumption is a data error and enters no mean.
select *
from {{ ref('mart_supply_stock') }}
where average_monthly_consumption_qty < 0 or adjusted_consumption_qty < 0
