-- INFORM Severity of a country in a month: one row per country and month.
-- Months with a release come from its country sheet. Earlier months come from the trend sheet of the newest
-- release, for the crisis that stands for the country there.
with ranked as (
  select
    country_code,
    "CRISIS ID" as crisis_code,
    "Release" as release_date,
    "INFORM Severity Index" as inform_severity_score,
    case "Trend (last 3 months)"
      when 'Increasing' then 'increasing' when 'Stable' then 'stable' when 'Decreasing' then 'decreasing'
    end as severity_trend,
    -- The scale row of the workbook says "(1-10)".
    cast(replace(split_part("Scale", '-', 2), ')', '') as double precision) as scale_max,
    source_row,
    load_id,
    -- A country may stand in the sheet with its whole and with one crisis: the more severe row is the whole.
    row_number() over (
      partition by country_code, "Release"
      order by case when "INFORM Severity Index" is null then 1 else 0 end, "INFORM Severity Index" desc, "CRISIS ID"
    ) as place
  from {{ raw('severity_inform_acaps', 'countries') }}
),
released as (
  select * from ranked where place = 1
),
newest as (
  select * from released where release_date = (select max(release_date) from released)
),
scores as (
  select
    country_code, release_date as month_date, inform_severity_score, severity_trend, scale_max, release_date, source_row, load_id
  from released
  union all
  select
    newest.country_code, trend."Month", trend."INFORM Severity Index", cast(null as varchar), newest.scale_max,
    newest.release_date, trend.source_row, trend.load_id
  from {{ raw('severity_inform_acaps', 'trends') }} as trend
  inner join newest on newest.crisis_code = trend."Crisis ID"
  where trend."INFORM Severity Index" is not null
    and trend."Month" < newest.release_date
    and not exists (
      select 1 from released
      where released.country_code = newest.country_code and released.release_date = trend."Month"
    )
)
select
  country_code,
  month_date as reference_period_start,
  {{ month_end('month_date') }} as reference_period_end,
  month_date,
  inform_severity_score,
  severity_trend,
  scale_max,
  'release ' || substr(cast(release_date as varchar), 1, 7) as methodology_version,
  source_row,
  load_id
from scores
