-- Displacement as sent in the template: one row per country and year.
with dated as (
  select *, cast(cast("year" as varchar) || '-01-01' as date) as year_start
  from {{ raw('upload', 'displacement') }}
)

select
  country_code, "year" as plan_year, year_start as month_date, year_start as reference_period_start,
  cast(year_start + interval '1 year' - interval '1 day' as date) as reference_period_end,
  conflict_displacements, disaster_displacements, conflict_idps, refugees_hosted, refugees_originated,
  asylum_seekers_hosted, stateless_people, returned_people, source_row, load_id
from dated
