-- Reported results with the level of their breakdown. A report is what a reporter (project, indicator, place,
-- organisation, partner, donor, programme) says of a reference period.
--
-- detail is 0 for the total row and rises with every breakdown; a breakdown by disability of which only the people
-- with disabilities are given covers nobody else and lies below 0. Rows that share a row of the publisher's file
-- belong to one report.
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
)

select *
from levels
