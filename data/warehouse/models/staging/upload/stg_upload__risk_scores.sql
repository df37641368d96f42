-- Risk as sent in the template: one row per country, month and methodology.
select
  country_code, "month" as month_date, "month" as reference_period_start,
  {{ month_end('"month"') }} as reference_period_end, inform_risk_score, hazard_exposure_score, vulnerability_score,
  coping_capacity_score, inform_severity_score, severity_trend, scale_max, methodology_version, reliability_score,
  source_row, load_id
from {{ raw('upload', 'risk_scores') }}
