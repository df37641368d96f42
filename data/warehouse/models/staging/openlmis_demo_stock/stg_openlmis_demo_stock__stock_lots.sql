-- A lot of an item at a facility at the end of a month in which the item moved: one row per facility, item, lot, month.
-- Cards without a lot are not here. Lots are written with and without capitals.
select
  sites.country_code,
  sites.site_code,
  items.item_code,
  lots.lotcode as lot_code,
  cards.month_date,
  min(lots.expirationdate) as expiry_date,
  sum(cards.closing_qty) as lot_qty,
  max(cards.load_id) as load_id
from {{ ref('int_openlmis_demo_stock__card_months') }} as cards
inner join {{ raw('openlmis_demo_stock', 'lots') }} as lots on cards.lot_id = lower(lots.id)
inner join {{ ref('stg_openlmis_demo_stock__sites') }} as sites on cards.facility_id = sites.facility_id
inner join {{ ref('stg_openlmis_demo_stock__items') }} as items on cards.orderable_id = items.orderable_id
group by sites.country_code, sites.site_code, items.item_code, lots.lotcode, cards.month_date
