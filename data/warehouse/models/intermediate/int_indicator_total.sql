-- Results of a reporter (project, indicator, place, organisation, partner, donor, programme) in a reference period:
-- totals over sex, age and disability.
--
-- The total row counts where it is given; otherwise the rows of the lowest level reported are added up, never two
-- levels together (see int_indicator_level).
{%- set reporter = "source_name, project_code, indicator_code, country_code, admin1_code, admin2_code, organisation_name,
    partner_name, donor_name, programme_code, time_rollup" %}
{%- set report = reporter ~ ", reference_period_start, reference_period_end, month_date, report_row" %}
with totals as (
    select
        {{ report }},
        max(load_id) as load_id,
        max(organisation_name) as named_organisation_name,
        max(sector_code) as sector_code,
        max(indicator_name) as indicator_name,
        max(indicator_unit) as indicator_unit,
        max(indicator_direction) as indicator_direction,
        max(admin1_name) as admin1_name,
        max(reported_date) as reported_date,
        max(source_row) as source_row,
        {{ total_of('baseline_value', 'target_detail') }} as baseline_value,
        {{ total_of('target_value', 'target_detail') }} as target_value,
        {{ total_of('measured_result_value', 'result_detail') }} as result_value,
        {{ total_of('measured_people_targeted', 'target_detail') }} as people_targeted,
        {{ total_of('measured_people_reached', 'result_detail') }} as people_reached,
        {{ total_of('households_targeted', 'target_detail') }} as households_targeted,
        {{ total_of('households_reached', 'result_detail') }} as households_reached,
        {% for sex, name in [('f', 'female'), ('m', 'male')] -%}
        coalesce(
            sum(case when sex_code = '{{ sex }}' and detail = 14 then measured_people_reached end),
            sum(case when sex_code = '{{ sex }}' and detail = sex_detail then measured_people_reached end)
        ) as {{ name }}_reached,
        {% endfor -%}
        coalesce(
            sum(case when disability_code = 'with' and sex_code = 'all' and age_group = 'all' then measured_people_reached end),
            sum(case when disability_code = 'with' and detail = disability_detail then measured_people_reached end)
        ) as disability_reached
    from {{ ref('int_indicator_level') }} as levels
    group by {{ report }}
)

select
    {{ reporter }},
    reference_period_start,
    reference_period_end,
    month_date,
    max(load_id) as load_id,
    max(sector_code) as sector_code,
    max(indicator_name) as indicator_name,
    max(indicator_unit) as indicator_unit,
    max(indicator_direction) as indicator_direction,
    max(admin1_name) as admin1_name,
    max(reported_date) as reported_date,
    max(source_row) as source_row,
    {% for value in ['baseline_value', 'target_value', 'result_value', 'people_targeted', 'people_reached',
                     'households_targeted', 'households_reached', 'female_reached', 'male_reached'] -%}
    sum({{ value }}) as {{ value }},
    {% endfor -%}
    sum(disability_reached) as disability_reached
from totals
group by {{ reporter }}, reference_period_start, reference_period_end, month_date
