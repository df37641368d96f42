-- Projects as sent in the template: one row per project.
select
  project_code, project_name, organisation as organisation_name, partner as partner_name, country_code,
  programme_code, sector_code, sector_name, donor as donor_name, plan_code, office_code, status as status_code,
  start_date, end_date, requested_usd, budget_usd, is_humanitarian, source_row, load_id
from {{ raw('upload', 'projects') }}
