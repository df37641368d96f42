-- Order lines as sent in the template: one row per line of an order.
select
  order_code || '/' || cast(line_number as varchar) as delivery_line_id,
  order_code, status as order_status_code, country_code, site_code, item_code, supplier as supplier_name,
  "mode" as shipment_mode, origin_country_code, donor as donor_name, programme_code,
  ordered_date, ready_date, port_date, customs_date, received_date, handed_over_date, agreed_date,
  ordered_qty, dispatched_qty, received_qty, handed_over_qty, wasted_qty,
  ordered_usd, received_usd, freight_usd, weight_kg, source_row, load_id
from {{ raw('upload', 'deliveries') }}
