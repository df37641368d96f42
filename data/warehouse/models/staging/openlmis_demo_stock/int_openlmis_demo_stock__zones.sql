-- A geographic zone with the country and first-level area that contain it: one row per zone.
-- The country is that of the top zone; the zones point upwards, from one to its parent.
with recursive walk as (
  select id as zone_id, id as above_id
  from {{ raw('openlmis_demo_stock', 'geographic_zones') }}
  union
  select walk.zone_id, zones.parentid as above_id
  from walk
  inner join {{ raw('openlmis_demo_stock', 'geographic_zones') }} as zones on walk.above_id = zones.id
  where zones.parentid is not null
)
select
  walk.zone_id,
  max(above.country_code) as country_code,
  max(case when levels.levelnumber = 2 then above.code end) as admin1_code,
  max(case when levels.levelnumber = 2 then above.name end) as admin1_name
from walk
inner join {{ raw('openlmis_demo_stock', 'geographic_zones') }} as above on walk.above_id = above.id
left join {{ raw('openlmis_demo_stock', 'geographic_levels') }} as levels on above.levelid = levels.id
group by walk.zone_id
