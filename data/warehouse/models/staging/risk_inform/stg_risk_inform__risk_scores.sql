-- INFORM Risk of a country in a year: one row per country and year.
-- An edition speaks for its own year, because it is the official figure and states its reliability. All other
-- years come from the trends, which the publisher recalculates with one methodology; scores of the two differ,
-- so methodology_version says which is which.
with edition as (
  select
    country_code,
    "Edition" as score_year,
    "INFORM RISK" as inform_risk_score,
    "HAZARD & EXPOSURE" as hazard_exposure_score,
    "VULNERABILITY" as vulnerability_score,
    "LACK OF COPING CAPACITY" as coping_capacity_score,
    "Lack of Reliability (*)" as reliability_score,
    -- The unit row of the workbook says "(0-10)".
    cast(replace(split_part("Scale", '-', 2), ')', '') as double precision) as scale_max,
    'edition ' || cast("Edition" as varchar) || coalesce(' version ' || "Version", '') as methodology_version,
    source_row,
    load_id
  from {{ raw('risk_inform', 'edition') }}
),
trend as (
  select
    country_code,
    "GNAYear" as score_year,
    max(case when "IndicatorId" = 'INFORM' then "IndicatorScore" end) as inform_risk_score,
    max(case when "IndicatorId" = 'HA' then "IndicatorScore" end) as hazard_exposure_score,
    max(case when "IndicatorId" = 'VU' then "IndicatorScore" end) as vulnerability_score,
    max(case when "IndicatorId" = 'CC' then "IndicatorScore" end) as coping_capacity_score,
    min(load_id) as load_id
  from {{ raw('risk_inform', 'trends') }}
  group by country_code, "GNAYear"
),
scores as (
  select
    country_code, score_year, inform_risk_score, hazard_exposure_score, vulnerability_score, coping_capacity_score,
    reliability_score, scale_max, methodology_version, source_row, load_id
  from edition
  union all
  select
    country_code, score_year, inform_risk_score, hazard_exposure_score, vulnerability_score, coping_capacity_score,
    cast(null as double precision) as reliability_score,
    -- The trend file does not repeat the scale of the index, 0 to 10 in every edition.
    cast(10 as double precision) as scale_max,
    'trends' as methodology_version,
    -- A score of the trends has a row for each dimension.
    cast(null as bigint) as source_row,
    load_id
  from trend
  where not exists (
    select 1 from edition
    where edition.country_code = trend.country_code and edition.score_year = trend.score_year
  )
)
select
  country_code,
  cast(cast(score_year as varchar) || '-01-01' as date) as reference_period_start,
  cast(cast(score_year as varchar) || '-12-31' as date) as reference_period_end,
  cast(cast(score_year as varchar) || '-01-01' as date) as month_date,
  inform_risk_score,
  hazard_exposure_score,
  vulnerability_score,
  coping_capacity_score,
  scale_max,
  methodology_version,
  reliability_score,
  source_row,
  load_id
from scores
