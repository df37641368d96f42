-- A movement on a stock card with its kind: one row per movement.
-- A source means receipt and a destination issue; otherwise the reason tells. A movement with none of the three is a
-- physical count. Gains and losses are signed by the type of the reason; a reason without a known type leaves the
-- kind missing. Three reasons come with the OpenLMIS software itself, so its extracts name them without listing them.
with shipped_reasons as (
  select 'b5c27da7-bdda-4790-925a-9484c5dfb594' as id, 'Consumed' as name, 'DEBIT' as reasontype
  union all
  select '313f2f5f-0c22-4626-8c49-3554ef763de3' as id, 'Receipts' as name, 'CREDIT' as reasontype
  union all
  select 'e3fc3cf3-da18-44b0-a220-77c985202e06' as id, 'Transfer In' as name, 'CREDIT' as reasontype
),

reasons as (
  select id, name, reasontype
  from {{ raw('openlmis_demo_stock', 'stock_card_line_item_reasons') }}
  union all
  select id, name, reasontype
  from shipped_reasons
  where id not in (select id from {{ raw('openlmis_demo_stock', 'stock_card_line_item_reasons') }})
)
select
  movements."stockCardId" as card_id,
  movements."occurredDate" as day_date,
  movements.quantity,
  case
    when movements."sourceId" is not null then 'received'
    when movements."destinationId" is not null then 'issued'
    when movements."reasonId" is null then 'counted'
    when reasons.id = '313f2f5f-0c22-4626-8c49-3554ef763de3' then 'received'
    when reasons.id = 'b5c27da7-bdda-4790-925a-9484c5dfb594' then 'issued'
    when reasons.reasontype = 'CREDIT' then 'gained'
    when reasons.reasontype = 'DEBIT' then 'lost'
  end as movement_kind
from {{ raw('openlmis_demo_stock', 'stock_card_line_items') }} as movements
left join reasons on movements."reasonId" = reasons.id
