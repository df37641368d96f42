-- Internal displacement: one row per country, year and hazard type for disasters, one per country and year for
-- conflict. New displacements are movements; only conflict_idps are people, at the end of the year.
with figures as (
  select
    country_code,
    "year" as plan_year,
    cast(null as double precision) as conflict_displacements,
    sum("new_displacement") as disaster_displacements,
    cast(null as double precision) as conflict_idps,
    "hazard_type_name" as hazard_type,
    case when count(*) = 1 then min(source_row) end as source_row,
    min(load_id) as load_id
  from {{ raw('displacement_idmc_gidd', 'disasters') }}
  group by country_code, "year", "hazard_type_name"
  union all
  select
    country_code,
    "year",
    "new_displacement",
    cast(null as double precision),
    "total_displacement",
    cast(null as varchar),
    source_row,
    load_id
  from {{ raw('displacement_idmc_gidd', 'conflict') }}
)
select
  country_code,
  plan_year,
  cast(cast(plan_year as varchar) || '-01-01' as date) as month_date,
  cast(cast(plan_year as varchar) || '-01-01' as date) as reference_period_start,
  cast(cast(plan_year as varchar) || '-12-31' as date) as reference_period_end,
  conflict_displacements,
  disaster_displacements,
  conflict_idps,
  hazard_type,
  source_row,
  load_id
from figures
