-- A health facility or store: one row per facility. The place is published as POINT(longitude latitude).
with facilities as (
  select
    *,
    replace(replace(location, 'POINT(', ''), ')', '') as longitude_latitude
  from {{ raw('openlmis_demo_stock', 'facilities') }}
)
select
  facilities.id as facility_id,
  facilities.code as site_code,
  facilities.name as site_name,
  types.name as site_type,
  zones.country_code,
  zones.admin1_code,
  zones.admin1_name,
  cast(split_part(longitude_latitude, ' ', 2) as double precision) as latitude,
  cast(split_part(longitude_latitude, ' ', 1) as double precision) as longitude,
  facilities.load_id
from facilities
left join {{ ref('int_openlmis_demo_stock__zones') }} as zones on facilities.geographiczoneid = zones.zone_id
left join {{ raw('openlmis_demo_stock', 'facility_types') }} as types on facilities.typeid = types.id
