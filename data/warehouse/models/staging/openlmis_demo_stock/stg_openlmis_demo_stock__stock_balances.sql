-- Stock of an item at a facility in a month in which its stock cards record something: one row per facility, item, month.
-- The opening is missing in the month of an item's first entry, and with it gains and losses, which start from it.
-- A month that records nothing but counts tells nothing about receipts and issues; a month with a movement of unknown
-- kind tells nothing about flows at all.
with stocks as (
  select
    facility_id,
    orderable_id,
    month_date,
    sum(closing_qty) as stock_on_hand_qty,
    sum(opening_qty) as opening_qty
  from {{ ref('int_openlmis_demo_stock__card_months') }}
  group by facility_id, orderable_id, month_date
),

flows as (
  select
    facility_id,
    orderable_id,
    month_date,
    case when max(has_movement) = 1 and max(has_unknown) = 0 then sum(received_qty) end as received_qty,
    case when max(has_movement) = 1 and max(has_unknown) = 0 then sum(issued_qty) end as issued_qty,
    case when max(has_unknown) = 0 then sum(adjustment_qty) end as adjustment_qty,
    max(day_date) as reported_date,
    max(load_id) as load_id
  from {{ ref('int_openlmis_demo_stock__card_days') }}
  group by facility_id, orderable_id, month_date
)
select
  sites.country_code,
  sites.admin1_code,
  sites.site_code,
  items.item_code,
  stocks.month_date,
  stocks.opening_qty,
  flows.received_qty,
  flows.issued_qty,
  case when stocks.opening_qty is not null then flows.adjustment_qty end as adjustment_qty,
  stocks.stock_on_hand_qty,
  flows.reported_date,
  flows.load_id
from stocks
inner join flows
  on stocks.facility_id = flows.facility_id
  and stocks.orderable_id = flows.orderable_id
  and stocks.month_date = flows.month_date
inner join {{ ref('stg_openlmis_demo_stock__sites') }} as sites on stocks.facility_id = sites.facility_id
inner join {{ ref('stg_openlmis_demo_stock__items') }} as items on stocks.orderable_id = items.orderable_id
