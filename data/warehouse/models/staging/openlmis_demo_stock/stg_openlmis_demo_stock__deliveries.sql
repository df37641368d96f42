-- A line of an order between facilities, with what was shipped and accepted: one row per order line.
-- Only confirmed proofs of delivery count as receipt: one that is only begun holds quantities that nobody has signed.
with shipped as (
  select
    shipments."orderId" as order_id,
    lines."orderableId" as orderable_id,
    lines."orderableVersionNumber" as version_number,
    sum(lines."quantityShipped") as dispatched_qty,
    min(shipments."shippedDate (day)") as shipped_date
  from {{ raw('openlmis_demo_stock', 'shipment_line_items') }} as lines
  inner join {{ raw('openlmis_demo_stock', 'shipments') }} as shipments on lines."shipmentId" = shipments.id
  group by shipments."orderId", lines."orderableId", lines."orderableVersionNumber"
),

accepted as (
  select
    shipments."orderId" as order_id,
    lines."orderableId" as orderable_id,
    lines."orderableVersionNumber" as version_number,
    sum(lines."quantityAccepted") as received_qty,
    max(proofs."receivedDate") as received_date
  from {{ raw('openlmis_demo_stock', 'proof_of_delivery_line_items') }} as lines
  inner join {{ raw('openlmis_demo_stock', 'proofs_of_delivery') }} as proofs on lines."proofOfDeliveryId" = proofs.id
  inner join {{ raw('openlmis_demo_stock', 'shipments') }} as shipments on proofs."shipmentId" = shipments.id
  where proofs.status = 'CONFIRMED'
  group by shipments."orderId", lines."orderableId", lines."orderableVersionNumber"
)
select
  lines.id as delivery_line_id,
  orders."orderCode" as order_code,
  case
    when orders.status in ('ORDERED', 'FULFILLING', 'READY_TO_PACK') then 'confirmed'
    when orders.status in ('SHIPPED', 'IN_ROUTE') then 'in_transit'
    when orders.status = 'RECEIVED' then 'received'
  end as order_status_code,
  sites.country_code,
  sites.admin1_code,
  sites.site_code,
  items.item_code,
  items.item_name,
  items.item_group,
  suppliers.name as supplier_name,
  programs.code as programme_code,
  orders."createdDate (day)" as ordered_date,
  accepted.received_date,
  {{ month_of('coalesce(accepted.received_date, shipped.shipped_date)') }} as month_date,
  lines."orderedQuantity" as ordered_qty,
  shipped.dispatched_qty,
  accepted.received_qty,
  lines.source_row,
  lines.load_id
from {{ raw('openlmis_demo_stock', 'order_line_items') }} as lines
inner join {{ raw('openlmis_demo_stock', 'orders') }} as orders on lines."orderId" = orders.id
left join {{ ref('stg_openlmis_demo_stock__sites') }} as sites on orders."receivingFacilityId" = sites.facility_id
left join {{ ref('stg_openlmis_demo_stock__items') }} as items on lines."orderableId" = items.orderable_id
left join {{ raw('openlmis_demo_stock', 'facilities') }} as suppliers on orders."supplyingFacilityId" = suppliers.id
left join {{ raw('openlmis_demo_stock', 'programs') }} as programs on orders."programId" = programs.id
left join shipped
  on orders.id = shipped.order_id
  and lines."orderableId" = shipped.orderable_id
  and lines."orderableVersionNumber" = shipped.version_number
left join accepted
  on orders.id = accepted.order_id
  and lines."orderableId" = accepted.orderable_id
  and lines."orderableVersionNumber" = accepted.version_number
