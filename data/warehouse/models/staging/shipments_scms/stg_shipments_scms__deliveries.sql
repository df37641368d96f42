-- A line of an order that the Supply Chain Management System delivered: one row per ID; quantities in packs.
select
  "ID" as delivery_line_id,
  "PO / SO #" as order_code,
  case when "Delivered to Client Date" is null then 'confirmed' else 'received' end as order_status_code,
  country_code,
  -- The publisher gives items no code: the description identifies them.
  "Item Description" as item_code,
  "Item Description" as item_name,
  "Product Group" as item_group,
  'pack of ' || cast("Unit of Measure (Per Pack)" as varchar) as unit_name,
  "Vendor" as supplier_name,
  case "Shipment Mode"
    when 'Air' then 'air'
    when 'Air Charter' then 'air_charter'
    when 'Ocean' then 'ocean'
    when 'Truck' then 'truck'
  end as shipment_mode,
  "Project Code" as programme_code,
  "PO Sent to Vendor Date (date)" as ordered_date,
  "Scheduled Delivery Date" as agreed_date,
  "Delivered to Client Date" as received_date,
  {{ month_of('coalesce("Delivered to Client Date", "Scheduled Delivery Date")') }} as month_date,
  -- One quantity and value is published per line, that of the delivery; what was first ordered is not,
  -- so these rows say nothing of delivery in full.
  case when "Delivered to Client Date" is not null then "Line Item Quantity" end as received_qty,
  case when "Delivered to Client Date" is not null then "Line Item Value" end as received_usd,
  "Freight Cost (USD) (number)" as freight_usd,
  "Weight (Kilograms) (number)" as weight_kg,
  source_row,
  load_id
from {{ raw('shipments_scms', 'deliveries') }}
