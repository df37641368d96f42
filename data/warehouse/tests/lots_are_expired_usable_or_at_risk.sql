-- Each lot is expired, usable or at risk, to the last unit, and no part is negative.
select *
from {{ ref('mart_stock_lot') }}
where lot_qty >= 0
    and (
        abs(expired_qty + usable_qty + expiry_risk_qty - lot_qty) > 0.001
        or usable_qty < 0
        or expiry_risk_qty < -0.001
    )
