-- One row per reported result as received, by sex, age and disability. A row that names no sex, age group or
-- disability is the total over them (all).
--
-- is_protected: of a result that holds a small count of people anywhere, or protects one, no report is listed; nor is
-- another one of the same row of the publisher's file.
with reports as (
    select
        reports.*,
        results.result_number,
        case
            when indicator_unit in ('people', 'children', 'households')
                and result_value <> 0 and abs(result_value) < {{ var('small_count') }} then 1
            when people_reached <> 0 and abs(people_reached) < {{ var('small_count') }} then 1
            when households_reached <> 0 and abs(households_reached) < {{ var('small_count') }} then 1
            when protected.is_protected = 1 then 1
            else 0
        end as is_small
    from {{ ref('int_indicator_result') }} as reports
    left join (
        select source_name, project_code, indicator_code, country_code, admin1_code, month_date, result_number
        from {{ ref('int_project_progress') }}
    ) as results on {{ same_result('reports', 'results') }}
    left join {{ ref('int_protected_result') }} as protected on results.result_number = protected.result_number
),

of_results as (
    select
        reports.*,
        max(is_small) over (
            partition by source_name, project_code, indicator_code, country_code, admin1_code, month_date
        ) as is_small_result
    from reports
),

measured as (
    select
        of_results.*,
        max(is_small_result) over (partition by source_name, load_id, source_row) as is_protected
    from of_results
)

select {{ mart_columns('mart_indicator_report') }}
from measured
