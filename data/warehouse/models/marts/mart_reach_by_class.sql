-- One row per project, indicator, place, month and class of sex, age group or disability with people reached
-- (see int_reach_class), and with which other rows of its class it protects small counts of people.
with measured as (
    select
        classes.*,
        case breakdown_code when 'sex' then sex_group when 'age' then age_group else disability_group end as group_name,
        case breakdown_code when 'sex' then sex_group_rows when 'age' then age_group_rows else disability_group_rows end
            as group_rows,
        is_protected
    from {{ ref('int_reach_class') }} as classes
    left join {{ ref('int_protected_result') }} as protected on classes.result_number = protected.result_number
),

grouped as (
    select
        source_name,
        load_id,
        {% for column in var('mart_columns')['mart_reach_by_class'] if column.name not in ('protection_group', 'protection_group_rows') -%}
        {{ column.name }},
        {% endfor -%}
        group_name || ' ' || class_code as protection_group,
        case
            when group_rows = 0 then 0
            when group_name is not null then count(*) over (partition by group_name, breakdown_code, class_code)
        end as protection_group_rows
    from measured
)

select {{ mart_columns('mart_reach_by_class') }}
from grouped
