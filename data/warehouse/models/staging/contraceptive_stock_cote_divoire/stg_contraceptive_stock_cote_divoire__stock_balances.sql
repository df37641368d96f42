-- Stock of a contraceptive at a health site in a month: one row per site, product and month, in dispensing units.
select
  'CIV' as country_code,
  -- Regions have no code of their own in this logistics system: the name identifies them.
  "region" as admin1_code,
  site_code,
  product_code as item_code,
  make_date(cast("year" as integer), cast("month" as integer), 1) as month_date,
  stock_initial as opening_qty,
  stock_received as received_qty,
  stock_distributed as issued_qty,
  stock_adjustment as adjustment_qty,
  stock_end as stock_on_hand_qty,
  -- The release says 0 even for months without any stock, so 0 days tell nothing.
  nullif(stock_stockout_days, 0) as stockout_days,
  source_row,
  load_id
from {{ raw('contraceptive_stock_cote_divoire', 'balances') }}
