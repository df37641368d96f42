-- The lots of a shelf together are not used beyond the demand up to the last expiry: demand is met once.
select source_name, site_code, item_code, month_date
from {{ ref('mart_stock_lot') }}
group by source_name, site_code, item_code, month_date
having min(lot_qty) >= 0
    and sum(usable_qty) > max(case when expiry_days > 0 then expiry_days * average_monthly_consumption_qty / 30 else 0 end) + 0.001
