-- Consumption per site, item and month with a stock report, and the same corrected for days without stock.
--
-- Consumption C is opening + received + adjustment - closing. Where a part of it is not reported, the quantity
-- issued stands for it. C below 0 is a data error: shown as it is, and never corrected into a demand.
-- Adjusted consumption N is ceil(C x 30 / (30 - X)) for X days without stock, C where X is 0 or not reported,
-- 0 where C is 0. It is missing where X is 30 or more, and where opening, received and closing are all 0:
-- a month with nothing on the shelf says nothing about demand.
with balances as (
    select
        balances.*,
        coalesce(opening_qty + received_qty + adjustment_qty - stock_on_hand_qty, issued_qty) as consumption_qty
    from {{ feed('stock_balances') }} as balances
)

select
    balances.*,
    case
        when consumption_qty is null or consumption_qty < 0 or stockout_days >= 30 then null
        when opening_qty = 0 and received_qty = 0 and stock_on_hand_qty = 0 then null
        when consumption_qty = 0 or stockout_days is null or stockout_days = 0 then consumption_qty
        else ceil(consumption_qty * 30 / (30 - stockout_days))
    end as adjusted_consumption_qty
from balances
