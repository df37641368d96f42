-- A stock card on a day with movements: one row per card and day, with the stock at its end and what moved.
-- Gains minus losses come from the movements; on a day with a physical count they are what the count makes of the
-- stock before it. A card starts from nothing: the first count of a second lot is a gain of the item.
with stocks as (
  select
    stockcardid as card_id,
    occurreddate as day_date,
    stockonhand as closing_qty,
    load_id,
    row_number() over (partition by stockcardid, occurreddate order by processeddate desc, source_row desc) as newness
  from {{ raw('openlmis_demo_stock', 'calculated_stocks_on_hand') }}
),

days as (
  select
    card_id,
    day_date,
    closing_qty,
    load_id,
    lag(closing_qty) over (partition by card_id order by day_date) as opening_qty
  from stocks
  where newness = 1
),

flows as (
  select
    card_id,
    day_date,
    -- zero because a card that records a day lists all movements of the day: no such movement is none
    coalesce(sum(case when movement_kind = 'received' then quantity end), 0) as received_qty,
    -- zero because of the same
    coalesce(sum(case when movement_kind = 'issued' then quantity end), 0) as issued_qty,
    sum(
      case movement_kind when 'gained' then quantity when 'lost' then -quantity when 'received' then 0 when 'issued' then 0 end
    ) as gained_qty,
    max(case when movement_kind = 'counted' then 1 else 0 end) as has_count,
    max(case when movement_kind is null then 1 else 0 end) as has_unknown,
    max(case when movement_kind = 'counted' then 0 else 1 end) as has_movement
  from {{ ref('int_openlmis_demo_stock__movements') }}
  group by card_id, day_date
)
select
  cards."facilityId" as facility_id,
  cards."orderableId" as orderable_id,
  lower(cards."lotId") as lot_id,
  days.card_id,
  days.day_date,
  {{ month_of('days.day_date') }} as month_date,
  days.closing_qty,
  days.opening_qty,
  flows.received_qty,
  flows.issued_qty,
  case
    when flows.has_unknown = 1 then null
    -- zero because a stock card starts from nothing
    when flows.has_count = 1 then days.closing_qty - coalesce(days.opening_qty, 0) - flows.received_qty + flows.issued_qty
    else flows.gained_qty
  end as adjustment_qty,
  flows.has_movement,
  flows.has_unknown,
  days.load_id
from days
inner join {{ raw('openlmis_demo_stock', 'stock_cards') }} as cards on days.card_id = cards.id
left join flows on days.card_id = flows.card_id and days.day_date = flows.day_date
