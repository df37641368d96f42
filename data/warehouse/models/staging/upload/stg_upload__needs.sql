-- Needs as sent in the template: one row per area, year, sector, group, sex, age group and disability.
select
  country_code, coalesce(area_code, case when area_level = 0 then country_code end) as area_code, area_name, area_level,
  "year" as plan_year, case when sector_code <> 'ALL' then sector_code end as sector_code, sector_name,
  population_group, sex as sex_code, age_group, disability as disability_code, population as population_people,
  people_in_need, people_targeted, people_affected, people_reached,
  case when sector_code = 'ALL' and area_level = 0 and population_group = 'all' and sex = 'all' and age_group = 'all'
    and disability = 'all' then 1 else 0 end as is_total,
  case when sector_code <> 'ALL' and area_level = 0 and population_group = 'all' and sex = 'all' and age_group = 'all'
    and disability = 'all' then 1 else 0 end as is_sector_total,
  source_row, load_id
from {{ raw('upload', 'needs') }}
