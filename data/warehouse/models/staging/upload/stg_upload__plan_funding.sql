-- Appeals as sent in the template: one row per plan, country, year, cluster and donor.
select
  plan_code, plan_name, plan_type, "year" as plan_year, country_code, cluster as cluster_name, donor as donor_name,
  start_date, end_date, original_requirement_usd, requirement_usd, funding_usd, carry_over_usd, 1 as is_plan, source_row, load_id
from {{ raw('upload', 'appeals') }}
