-- Projected stock is never below 0, and planned orders never make it less.
select *
from {{ ref('mart_supply_pipeline') }}
where projected_confirmed_qty < 0 or projected_planned_qty < projected_confirmed_qty - 0.001 or suggested_order_qty < 0
