-- Stock as sent in the template: one row per site, item and month.
select
  country_code, site_code, item_code, "month" as month_date, opening_qty, received_qty, issued_qty, adjustment_qty,
  closing_qty as stock_on_hand_qty, stockout_days, reported_on as reported_date, source_row, load_id
from {{ raw('upload', 'stock_balances') }}
