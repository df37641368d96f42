-- A contraceptive product: one row per product code.
select
  product_code as item_code,
  product_name as item_name,
  product_type as item_group,
  'dispensing unit' as unit_name,
  load_id
from {{ raw('contraceptive_stock_cote_divoire', 'products') }}
