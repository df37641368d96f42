-- Expected reports as sent in the template: one row per unit, kind of report and span of months.
select
  unit_code, unit_name as unit_label, report_kind, country_code, office_code, first_month as first_month_date,
  last_month as last_month_date, due_days, late_days, load_id
from {{ raw('upload', 'expected_reports') }}
