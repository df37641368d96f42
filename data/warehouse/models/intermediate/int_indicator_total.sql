-- Results of a reporter (project, indicator, place, organisation, partner, donor, programme) in a reference period:
-- totals over sex, age and disability.
--
-- The total row counts where it is given; otherwise the rows of the lowest level reported are added up, never two
-- levels together. A breakdown by disability of which only the people with disabilities are given covers nobody
-- else and is no level of its own. Rows that share a row of the publisher's file belong to one report.
{%- set reporter = "source_name, project_code, indicator_code, country_code, admin1_code, admin2_code, organisation_name,
    partner_name, donor_name, programme_code, time_rollup" %}
{%- set report = reporter ~ ", reference_period_start, reference_period_end, month_date, report_row" %}
with rows_of_reports as (
    select
        results.*,
        case
            when count(*) over (partition by source_name, load_id, project_code, indicator_code, source_row) > 1
                then source_row
        end as report_row,
        coalesce(measured_result_value, measured_people_reached, households_reached) is not null as has_result,
        coalesce(target_value, measured_people_targeted, households_targeted) is not null as has_target
    from {{ ref('int_indicator_result') }} as results
),

covered as (
    select
        rows_of_reports.*,
        max(case when disability_code = 'without' then 1 else 0 end) over (partition by {{ report }}) as has_all_disabilities
    from rows_of_reports
),

detailed as (
    select
        covered.*,
        case when sex_code = 'all' then 0 else 14 end
        + case when age_group = 'all' then 0 else 12 end
        + case when disability_code = 'all' then 0 else 11 end
        - case when disability_code <> 'all' and has_all_disabilities = 0 then 100 else 0 end as detail
    from covered
),

levels as (
    select
        detailed.*,
        max(case when has_result then detail end) over (partition by {{ report }}) as result_detail,
        max(case when has_target then detail end) over (partition by {{ report }}) as target_detail,
        max(case when has_result and sex_code in ('f', 'm') then detail end) over (partition by {{ report }})
            as sex_detail,
        max(case when has_result and disability_code = 'with' then detail end) over (partition by {{ report }})
            as disability_detail
    from detailed
),

totals as (
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
    from levels
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
