-- One row per result: its protection groups, and whether the result and what it holds are hidden in lists.
--
-- A result to date adds up what came before: it is hidden, too, as long as it holds a part of a group.
{{ config(materialized='table') }}
with spans as (
    select
        family_code,
        group_name,
        line_number,
        min(month_number) as first_month,
        case when count(*) = max(group_rows) then max(month_number) end as whole_month
    from {{ ref('int_protection') }}
    group by family_code, group_name, line_number
),

running as (
    select
        results.result_number,
        max(case when family_code = 'people' or time_rollup <> 'sum' then 1 else 0 end) as is_running
    from {{ ref('int_project_progress') }} as results
    inner join spans
        on results.line_number = spans.line_number
        and results.month_number >= spans.first_month
        and (spans.whole_month is null or results.month_number < spans.whole_month)
    group by results.result_number
)

select
    results.result_number,
    {% for family in ['people', 'sex', 'age', 'disability'] -%}
    {{ family }}.group_name as {{ family }}_group,
    {{ family }}.group_rows as {{ family }}_group_rows,
    {% endfor -%}
    case
        when coalesce(people.group_name, sex.group_name, age.group_name, disability.group_name) is not null then 1
        when running.is_running = 1 then 1
        else 0
    end as is_protected
from {{ ref('int_project_progress') }} as results
{% for family in ['people', 'sex', 'age', 'disability'] -%}
left join {{ ref('int_protection') }} as {{ family }}
    on results.result_number = {{ family }}.result_number and {{ family }}.family_code = '{{ family }}'
{% endfor -%}
left join running on results.result_number = running.result_number
