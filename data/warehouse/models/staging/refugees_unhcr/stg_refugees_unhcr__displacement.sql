-- Refugees: one row per country of asylum and year (hosted), and one per country of origin and year (originated).
-- Returned people are counted in the country to which they return, their country of origin. Internally displaced
-- people are left to the source that counts all of them: UNHCR counts those whom it assists.
with figures as (
  select
    asylum_country_code as country_code,
    "year" as plan_year,
    sum("refugees") as refugees_hosted,
    cast(null as double precision) as refugees_originated,
    sum("asylum_seekers") as asylum_seekers_hosted,
    sum("stateless") as stateless_people,
    cast(null as double precision) as returned_people,
    min(load_id) as load_id
  from {{ raw('refugees_unhcr', 'population') }}
  group by asylum_country_code, "year"
  union all
  select
    origin_country_code,
    "year",
    cast(null as double precision),
    sum("refugees"),
    cast(null as double precision),
    cast(null as double precision),
    sum("returned_refugees") + sum("returned_idps"),
    min(load_id)
  from {{ raw('refugees_unhcr', 'population') }}
  group by origin_country_code, "year"
)
select
  country_code,
  plan_year,
  cast(cast(plan_year as varchar) || '-01-01' as date) as month_date,
  cast(cast(plan_year as varchar) || '-01-01' as date) as reference_period_start,
  cast(cast(plan_year as varchar) || '-12-31' as date) as reference_period_end,
  refugees_hosted,
  refugees_originated,
  asylum_seekers_hosted,
  stateless_people,
  returned_people,
  load_id
from figures
