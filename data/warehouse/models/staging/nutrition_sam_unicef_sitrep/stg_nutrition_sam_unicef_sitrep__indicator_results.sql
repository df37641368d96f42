-- One row per country, indicator and report: running totals to the day of the report, never to be added over time.
select
    "HAC_PILLAR" as project_code,
    "SITREP_INDICATOR" as indicator_code,
    "Situation Report Indicator" as indicator_name,
    'children' as indicator_unit,
    'increase' as indicator_direction,
    'last' as time_rollup,
    'NUT' as sector_code,
    "Humanitarian Action for Children Pillar" as sector_name,
    country_code,
    "TIME_PERIOD" as reference_period_end,
    {{ month_of('"TIME_PERIOD"') }} as month_date,
    'all' as sex_code,
    'all' as age_group,
    'all' as disability_code,
    "TARGET" as target_value,
    "OBS_VALUE" as result_value,
    "TARGET" as people_targeted,
    "OBS_VALUE" as people_reached,
    "TIME_PERIOD" as reported_date,
    source_row,
    load_id
from {{ raw('nutrition_sam_unicef_sitrep', 'admissions') }}
