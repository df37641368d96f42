-- Deaths in organised violence (state-based, non-state and one-sided): one row per state and year of its existence.
select
  country_code,
  cast(cast("year_cy" as varchar) || '-01-01' as date) as reference_period_start,
  cast(cast("year_cy" as varchar) || '-12-31' as date) as reference_period_end,
  cast(cast("year_cy" as varchar) || '-01-01' as date) as month_date,
  "cumulative_total_deaths_in_orgvio_best_cy" as conflict_deaths,
  "cumulative_total_deaths_in_orgvio_low_cy" as conflict_deaths_low,
  "cumulative_total_deaths_in_orgvio_high_cy" as conflict_deaths_high,
  source_row,
  load_id
from {{ raw('conflict_ucdp', 'country_years') }}
