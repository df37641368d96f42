-- Results as sent in the template: one row per project, indicator, place, month, sex, age group and disability.
select
  project_code, indicator_code, indicator_name, unit as indicator_unit, direction as indicator_direction, time_rollup,
  sector_code, country_code, admin1_code, admin1_name, "month" as month_date, "month" as reference_period_start,
  coalesce(period_end, {{ month_end('"month"') }}) as reference_period_end,
  sex as sex_code, age_group, disability as disability_code, baseline as baseline_value, target as target_value,
  "result" as result_value, reported_on as reported_date, source_row, load_id
from {{ raw('upload', 'indicator_results') }}
