-- Items as sent in the template: one row per item.
select
  item_code, item_name, item_group, unit_name, unit_cost_usd, children_per_unit, minimum_months, maximum_months, load_id
from {{ raw('upload', 'items') }}
