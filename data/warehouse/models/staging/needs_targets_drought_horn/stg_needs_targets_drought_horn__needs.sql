-- Drought in the Horn of Africa: one row per place and cluster. The overall figure of a place counts people affected,
-- that of a cluster people in need. No country totals are published: the overall rows of the places do not overlap and
-- are the rows to add up. The files carry no year. Nobody reported people reached: missing.
with places as (
  select
    targets.*,
    case
      when "Cluster" like 'OVERALL%' then null
      when "Cluster" = 'HEALTH' then 'HEA'
      when "Cluster" = 'NUTRITION' then 'NUT'
      when "Cluster" like 'FOOD%' then 'FSC'
      when "Cluster" = 'ESNFI' then 'SHL'
      when "Cluster" = 'EDUCATION' then 'EDU'
      when "Cluster" = 'CHILD PROTECTION' then 'CPM'
      when "Cluster" = 'PROTECTION GBV' then 'GBV'
      when "Cluster" = 'PROTECTION' then 'PRO'
      when "Cluster" = 'WASH' then 'WSH'
      else 'OTH'
    end as sector_code
  from {{ raw('needs_targets_drought_horn', 'targets') }} as targets
)

select
  country_code,
  coalesce("#adm3+code", "#adm2+code", "#adm1+code") as area_code,
  coalesce("#adm3+name", "#adm2+name", "#adm1+name") as area_name,
  case when "#adm3+code" is not null then 3 when "#adm2+code" is not null then 2 else 1 end as area_level,
  sector_code,
  "Cluster" as sector_name,
  'all' as population_group,
  'all' as sex_code,
  'all' as age_group,
  'all' as disability_code,
  case when "Affected (tag)" like '#inneed%' then "Affected" end as people_in_need,
  "Target" as people_targeted,
  case when "Affected (tag)" like '#affected%' then "Affected" end as people_affected,
  "Reached" as people_reached,
  case when "Cluster" like 'OVERALL%' then 1 else 0 end as is_total,
  case when sector_code is null or sector_code = 'OTH' then 0 else 1 end as is_sector_total,
  source_row,
  load_id
from places
