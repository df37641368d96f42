-- Money of projects as sent in the template, in US$ at the rate stated in the row: one row per project, month and currency.
with rated as (
  select *, case when currency = 'USD' then 1.0 else usd_rate end as rate
  from {{ raw('upload', 'budgets') }}
)

select
  project_code, country_code, "month" as month_date, currency as currency_code, expenditure as original_amount,
  rate as usd_rate, budget * rate as budget_usd, allotment * rate as allotment_usd,
  commitment * rate as commitment_usd, disbursement * rate as disbursement_usd, expenditure * rate as expenditure_usd,
  cash_transfer_planned * rate as cash_transfer_planned_usd,
  cash_transfer_actual * rate as cash_transfer_actual_usd,
  cash_transfer_outstanding * rate as cash_transfer_outstanding_usd,
  cash_transfer_6_to_9_months * rate as cash_transfer_6_to_9_months_usd,
  cash_transfer_over_9_months * rate as cash_transfer_over_9_months_usd,
  reported_on as reported_date, source_row, load_id
from rated
