-- Lots as sent in the template: one row per lot of an item at a site at the end of a month.
select country_code, site_code, item_code, lot_code, "month" as month_date, expiry_date, lot_qty, source_row, load_id
from {{ raw('upload', 'stock_lots') }}
