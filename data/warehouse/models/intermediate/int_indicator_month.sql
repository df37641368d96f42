-- Results per project, indicator, place and month. Several reports of one reporter in a month become one by the
-- time roll-up of the indicator (sum, max, else the newest report), targets like results. Then reporters are added
-- up; rates (per cent) are not.
{%- set measures = ['people_targeted', 'people_reached', 'households_targeted', 'households_reached',
                    'female_reached', 'male_reached', 'disability_reached'] %}
with ordered as (
    select
        totals.*,
        row_number() over (
            partition by source_name, project_code, indicator_code, country_code, admin1_code, admin2_code,
                organisation_name, partner_name, donor_name, programme_code, time_rollup, month_date
            order by
                case when coalesce(result_value, people_reached) is null then 1 else 0 end,
                reference_period_end desc nulls last,
                reported_date desc nulls last,
                source_row desc nulls last
        ) as newest
    from {{ ref('int_indicator_total') }} as totals
),

reporters as (
    select
        source_name,
        max(load_id) as load_id,
        project_code,
        indicator_code,
        country_code,
        admin1_code,
        month_date,
        organisation_name,
        donor_name,
        programme_code,
        time_rollup,
        max(sector_code) as sector_code,
        max(indicator_name) as indicator_name,
        max(indicator_unit) as indicator_unit,
        max(indicator_direction) as indicator_direction,
        max(admin1_name) as admin1_name,
        min(reference_period_start) as reference_period_start,
        max(reference_period_end) as reference_period_end,
        max(case when lower(indicator_unit) in ('%', 'percent', 'per cent', 'percentage', 'rate', 'ratio') then 1 else 0 end)
            as is_rate,
        {% for value in measures + ['baseline_value', 'target_value'] -%}
        {{ over_reports(value) }} as {{ value }},
        {% endfor -%}
        {{ over_reports('result_value') }} as result_value
    from ordered
    group by source_name, project_code, indicator_code, country_code, admin1_code, admin2_code,
        organisation_name, partner_name, donor_name, programme_code, time_rollup, month_date
)

select
    source_name,
    max(load_id) as load_id,
    project_code,
    indicator_code,
    country_code,
    admin1_code,
    month_date,
    max(organisation_name) as organisation_name,
    max(donor_name) as donor_name,
    max(programme_code) as programme_code,
    max(time_rollup) as time_rollup,
    max(sector_code) as sector_code,
    max(indicator_name) as indicator_name,
    max(indicator_unit) as indicator_unit,
    max(indicator_direction) as indicator_direction,
    max(admin1_name) as admin1_name,
    min(reference_period_start) as reference_period_start,
    max(reference_period_end) as reference_period_end,
    {% for value in measures + ['baseline_value', 'target_value'] -%}
    {{ over_reporters(value) }} as {{ value }},
    {% endfor -%}
    {{ over_reporters('result_value') }} as result_value,
    count(coalesce(result_value, people_reached, households_reached)) as reporter_count,
    count(coalesce(target_value, people_targeted, households_targeted)) as target_count
from reporters
group by source_name, project_code, indicator_code, country_code, admin1_code, month_date
