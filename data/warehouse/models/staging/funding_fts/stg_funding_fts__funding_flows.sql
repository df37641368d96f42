-- Incoming funding: one row per flow as published. A flow to several countries has no country, money for several
-- years has no plan year. FTS gives units of currency per US$; corrections are negative.
select
  id as flow_id,
  "destPlanCode" as plan_code,
  case when "destUsageYearStart" = "destUsageYearEnd" then "destUsageYearStart" end as plan_year,
  country_code,
  "srcOrganization" as donor_name,
  "destOrganization" as organisation_name,
  "destGlobalClusters" as cluster_name,
  status as flow_status,
  "amountUSD" as amount_usd,
  "originalAmount" as original_amount,
  "originalCurrency" as currency_code,
  case when "exchangeRate" > 0 then 1 / "exchangeRate" end as usd_rate,
  "firstReportedDate" as reported_date,
  {{ month_of('"date"') }} as month_date,
  source_row,
  load_id
from {{ raw('funding_fts', 'incoming') }}
