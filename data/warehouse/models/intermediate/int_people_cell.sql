-- Counts of people in the results, of each the parts that can be told from it: one row per result, family and part.
--
-- Families: people for totals and households; sex, age and disability for their classes. A rest is
-- what a total holds beyond its parts. A running total is a count of its own beside what it adds. Sums of
-- fractions differ in the last digit: a rest below a millionth is none.
{{ config(materialized='table') }}
{%- set counts = "indicator_unit in ('people', 'children', 'households')" %}
with parts as (
    {% for family, part, people, condition in [
        ('people', 'added', 'added_people_reached', 'true'),
        ('people', 'to date', 'people_reached', "time_rollup <> 'sum'"),
        ('people', 'result', 'result_value', counts),
        ('sex', 'girls', 'added_girls_reached', 'true'),
        ('sex', 'boys', 'added_boys_reached', 'true'),
        ('sex', 'sex not told', 'added_people_reached - added_children_by_sex_reached', 'added_people_reached > added_children_by_sex_reached + 1e-6'),
        ('people', 'households', 'added_households_reached', 'true'),
        ('people', 'households to date', 'households_reached', "time_rollup <> 'sum'"),
        ('disability', 'children', 'added_children_disability_reached', 'true'),
        ('disability', 'children to date', 'children_disability_reached', "time_rollup <> 'sum'"),
    ] -%}
    select result_number, '{{ family }}' as family_code, '{{ part }}' as part_name, {{ people }} as people
    from {{ ref('int_project_progress') }}
    where {{ people }} is not null and {{ condition }}
    union all
    {% endfor -%}
    {% for value in ['added_people_reached', 'people_reached'] -%}
    select
        result_number,
        breakdown_code as family_code,
        breakdown_code || ' ' || class_code || '{{ ' to date' if value == 'people_reached' }}' as part_name,
        {{ value }} as people
    from {{ ref('int_reach_class') }}
    where result_number is not null and {{ value }} is not null
    union all
    {% endfor -%}
    select
        classes.result_number,
        breakdown_code as family_code,
        breakdown_code || ' not told' as part_name,
        max(results.added_people_reached) - sum(classes.added_people_reached) as people
    from {{ ref('int_reach_class') }} as classes
    inner join {{ ref('int_project_progress') }} as results on classes.result_number = results.result_number
    group by classes.result_number, breakdown_code
    having max(results.added_people_reached) > sum(classes.added_people_reached) + 1e-6
)

select
    parts.*,
    case when abs(people) > 1e-6 and abs(people) < {{ var('small_count') }} then 1 else 0 end as is_small,
    country_code,
    indicator_code,
    indicator_unit
from parts
inner join {{ ref('int_project_progress') }} as results on parts.result_number = results.result_number
