-- The stock of each card of an item at a facility in each month in which the item moved there: one row per card and
-- month. A card without a movement in the month holds what it held before: the cards are a running ledger.
with months as (
  select distinct facility_id, orderable_id, month_date
  from {{ ref('int_openlmis_demo_stock__card_days') }}
),

held as (
  select
    months.facility_id,
    months.orderable_id,
    months.month_date,
    days.lot_id,
    days.card_id,
    days.day_date,
    days.closing_qty,
    days.load_id,
    row_number() over (partition by days.card_id, months.month_date order by days.day_date desc) as newness,
    row_number() over (
      partition by days.card_id, months.month_date, case when days.day_date < months.month_date then 1 else 0 end
      order by days.day_date desc
    ) as newness_within
  from months
  inner join {{ ref('int_openlmis_demo_stock__card_days') }} as days
    on months.facility_id = days.facility_id
    and months.orderable_id = days.orderable_id
    and days.day_date < {{ add_months('months.month_date', 1) }}
)
select
  facility_id,
  orderable_id,
  month_date,
  lot_id,
  card_id,
  max(case when newness = 1 then closing_qty end) as closing_qty,
  max(case when day_date < month_date and newness_within = 1 then closing_qty end) as opening_qty,
  max(load_id) as load_id
from held
group by facility_id, orderable_id, month_date, lot_id, card_id
