-- One row per project, indicator, place and month with a result or a target: totals over sex, age and disability
-- (see int_project_progress), and with which other rows it protects small counts of people (see int_protection).
with measured as (
    select
        results.*,
        people_group as protection_group,
        people_group_rows as protection_group_rows,
        sex_group as sex_protection_group,
        sex_group_rows as sex_protection_group_rows,
        disability_group as disability_protection_group,
        disability_group_rows as disability_protection_group_rows,
        is_protected
    from {{ ref('int_project_progress') }} as results
    inner join {{ ref('int_protected_result') }} as protected on results.result_number = protected.result_number
)

select {{ mart_columns('mart_project_progress') }}
from measured
