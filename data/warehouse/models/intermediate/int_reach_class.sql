-- One row per project, indicator, place, month and class of sex, age group or disability with people reached.
--
-- Of each report the rows count that name nothing but the sex (or age group, or disability), else those of the most
-- detailed level that names it; never two levels together: of one sex or disability, and of all age groups, because
-- age groups of two levels may overlap. Totals stand in mart_project_progress: what they hold
-- beyond the classes was not told apart. Rows of people with disabilities alone say nothing of sex and age of all.
-- added_people_reached: what the row adds, so that months can be summed; a running total adds its change since the
-- last report that tells the class. result_number: the row of int_project_progress that it is part of.
{{ config(materialized='table') }}
{%- set reporter = "source_name, project_code, indicator_code, country_code, admin1_code, admin2_code, organisation_name,
    partner_name, donor_name, programme_code, time_rollup" %}
{%- set period = reporter ~ ", reference_period_start, reference_period_end, month_date" %}
with told as (
    {% for breakdown, column, alone in [('sex', 'sex_code', 14), ('age', 'age_group', 12), ('disability', 'disability_code', 11)] -%}
    select
        {{ period }},
        report_row,
        load_id,
        sector_code,
        indicator_unit,
        reported_date,
        source_row,
        '{{ breakdown }}' as breakdown_code,
        {{ column }} as class_code,
        measured_people_reached as told_people,
        {{ "''" if breakdown == 'age' else column }} as alike,
        case when detail in ({{ alone }}, {{ alone - 100 }}) then 1000 else detail end as choice
    from {{ ref('int_indicator_level') }} as levels
    where {{ column }} <> 'all' and measured_people_reached is not null
        {{ "and detail >= 0" if breakdown != 'disability' }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

chosen as (
    select
        told.*,
        max(choice) over (partition by {{ period }}, report_row, breakdown_code, alike) as best_choice,
        max(reported_date) over (partition by {{ period }}, breakdown_code) as last_reported_date,
        max(source_row) over (partition by {{ period }}, breakdown_code) as last_source_row
    from told
),

ranked as (
    select
        chosen.*,
        dense_rank() over (
            partition by {{ reporter }}, month_date, breakdown_code
            order by reference_period_end desc nulls last, last_reported_date desc nulls last, last_source_row desc nulls last
        ) as newest
    from chosen
    where choice = best_choice
),

periods as (
    select
        {{ period }},
        breakdown_code,
        class_code,
        newest,
        max(load_id) as load_id,
        max(sector_code) as sector_code,
        max(indicator_unit) as indicator_unit,
        sum(told_people) as people_reached
    from ranked
    group by {{ period }}, breakdown_code, class_code, newest
),

reporters as (
    select
        {{ reporter }},
        month_date,
        breakdown_code,
        class_code,
        max(load_id) as load_id,
        max(sector_code) as sector_code,
        max(indicator_unit) as indicator_unit,
        {{ over_reports('people_reached') }} as people_reached
    from periods
    group by {{ reporter }}, month_date, breakdown_code, class_code
),

months as (
    select
        source_name,
        max(load_id) as load_id,
        project_code,
        indicator_code,
        country_code,
        admin1_code,
        month_date,
        breakdown_code,
        class_code,
        max(time_rollup) as time_rollup,
        max(donor_name) as donor_name,
        max(programme_code) as programme_code,
        max(sector_code) as sector_code,
        max(indicator_unit) as indicator_unit,
        sum(people_reached) as people_reached
    from reporters
    where people_reached is not null
    group by source_name, project_code, indicator_code, country_code, admin1_code, month_date, breakdown_code, class_code
),

additive as (
    select months.*, {{ added('people_reached', 'breakdown_code, class_code, ') }} as added_people
    from months
),

measured as (
    select
        additive.source_name,
        additive.load_id,
        additive.project_code,
        additive.indicator_code,
        indicator_unit,
        additive.country_code,
        admin1_code,
        month_date,
        breakdown_code,
        class_code,
        people_reached,
        added_people as added_people_reached,
        coalesce(additive.programme_code, projects.programme_code) as programme_code,
        coalesce(additive.sector_code, projects.sector_code) as sector_code,
        coalesce(additive.donor_name, projects.donor_name) as donor_name,
        projects.office_code
    from additive
    left join {{ feed('projects') }} as projects
        on additive.source_name = projects.source_name and additive.project_code = projects.project_code
)

select measured.*, results.result_number
from measured
left join {{ ref('int_project_progress') }} as results on {{ same_result('measured', 'results') }}
