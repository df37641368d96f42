-- One row per period of a counted or percentage indicator (measures 1 and 2), with target and actual as published.
-- The standard does not say whether periods add up, so the last one counts.
select
    "iati-identifier" as project_code,
    "iati-identifier" || '/' || "indicator" as indicator_code,
    "indicator/title/narrative" as indicator_name,
    case "indicator/@measure" when '1' then 'units' else 'percent' end as indicator_unit,
    case when "indicator/@ascending" in ('0', 'false') then 'decrease' else 'increase' end as indicator_direction,
    'last' as time_rollup,
    country_code,
    "period-start/@iso-date" as reference_period_start,
    "period-end/@iso-date" as reference_period_end,
    {{ month_of('"period-start/@iso-date"') }} as month_date,
    'all' as sex_code,
    'all' as age_group,
    'all' as disability_code,
    "baseline/@value" as baseline_value,
    "target/@value" as target_value,
    "actual/@value" as result_value,
    source_row,
    load_id
from {{ raw('iati_covid_activities', 'periods') }}
where "indicator/@measure" in ('1', '2')
