-- One row per project, indicator, place and month with a result or a target: totals over sex, age and disability
-- (see int_indicator_total and int_indicator_month).
--
-- Result to date: running sum where results are of the period (time_rollup sum), highest so far (max), else the
-- result itself, which is a running total already. It is missing in a month without a result.
-- Achievement compares the result to date with the target of the end; where only people targeted are given, the
-- people reached in the month with those targeted in it. Progress is the gain over the baseline in the wanted
-- direction; an indicator without a stated direction is read as one that should increase. An increase has a target
-- only above 0. Status: met; on track when progress is at most 15 points behind the elapsed time of the project;
-- no progress at 0; constrained in between; without project dates neither on track nor constrained can be told.
-- added_*: what the row adds, so that months can be summed; a running total adds its change.
-- result_number counts the rows. line_number is that of the project, indicator and place: results to date add up what
-- came before on the same line.
{{ config(materialized='table') }}
with dated as (
    select
        months.*,
        projects.project_name,
        projects.office_code,
        coalesce(months.organisation_name, projects.organisation_name) as project_organisation_name,
        coalesce(months.programme_code, projects.programme_code) as project_programme_code,
        coalesce(months.sector_code, projects.sector_code) as project_sector_code,
        coalesce(months.donor_name, projects.donor_name) as project_donor_name,
        case when months.indicator_direction = 'decrease' then -1 else 1 end as direction,
        {{ days_between('projects.start_date', 'projects.end_date') }} + 1 as total_days,
        {{ days_between('projects.start_date', 'coalesce(months.reference_period_end, ' ~ month_end('months.month_date') ~ ')') }}
            + 1 as elapsed_days
    from {{ ref('int_indicator_month') }} as months
    left join {{ feed('projects') }} as projects
        on months.source_name = projects.source_name and months.project_code = projects.project_code
    where reporter_count > 0 or target_count > 0
),

accumulated as (
    select
        dated.*,
        case
            when result_value is null then null
            when time_rollup = 'sum' then sum(result_value) over so_far
            when time_rollup = 'max' then max(result_value) over so_far
            else result_value
        end as result_to_date_value
    from dated
    window so_far as (
        partition by source_name, project_code, indicator_code, country_code, admin1_code, time_rollup, month_date is null
        order by month_date
        rows between unbounded preceding and current row
    )
),

compared as (
    select
        accumulated.*,
        case when target_value is null and people_targeted is not null then people_reached else result_to_date_value end
            as compared_result_value,
        coalesce(target_value, people_targeted) as compared_target_value,
        case when total_days > 0 then
            case
                when elapsed_days < 0 then 0.0
                when elapsed_days > total_days then 1.0
                else cast(elapsed_days as double precision) / total_days
            end
        end as elapsed_share
    from accumulated
),

planned as (
    select
        compared.*,
        compared_target_value > 0 or (direction = -1 and compared_target_value is not null) as has_target,
        case
            when (compared_target_value - baseline_value) * direction > 0
                then (compared_target_value - baseline_value) * direction
        end as planned_value,
        case
            when (compared_result_value - baseline_value) * direction > 0
                then (compared_result_value - baseline_value) * direction
            when compared_result_value is not null and baseline_value is not null then 0
        end as gain_value
    from compared
),

progressed as (
    select
        planned.*,
        case
            when planned_value is not null then gain_value / planned_value
            when baseline_value is null and direction = 1 and compared_target_value > 0
                then compared_result_value / compared_target_value
        end as progress_share,
        compared_result_value * direction >= compared_target_value * direction as is_met
    from planned
),

classified as (
    select
        progressed.*,
        case
            when reporter_count = 0 then 'not_reported'
            when has_target is not true then null
            when is_met then 'met'
            when progress_share + 0.15 + 1e-9 >= elapsed_share then 'on_track'
            when progress_share <= 0 then 'no_progress'
            when progress_share + 0.15 + 1e-9 < elapsed_share then 'constrained'
        end as indicator_status_code
    from progressed
),

additive as (
    select
        classified.*,
        {% for value in ['people', 'female', 'male', 'disability', 'households'] -%}
        {{ added(value ~ '_reached') }} as added_{{ value }},
        {% endfor -%}
        case when indicator_unit = 'children' then 1 end as counts_children
    from classified
),

measured as (
    select
        source_name,
        load_id,
        project_code,
        project_name,
        project_organisation_name as organisation_name,
        project_programme_code as programme_code,
        project_sector_code as sector_code,
        project_donor_name as donor_name,
        office_code,
        country_code,
        admin1_code,
        admin1_name,
        indicator_code,
        indicator_name,
        indicator_unit,
        indicator_direction,
        time_rollup,
        month_date,
        reference_period_start,
        reference_period_end,
        baseline_value,
        target_value,
        result_value,
        result_to_date_value,
        people_targeted,
        people_reached,
        counts_children * people_targeted as children_targeted,
        counts_children * people_reached as children_reached,
        counts_children * female_reached as girls_reached,
        counts_children * male_reached as boys_reached,
        counts_children * disability_reached as children_disability_reached,
        households_targeted,
        households_reached,
        added_people as added_people_reached,
        counts_children * added_people as added_children_reached,
        counts_children * added_female as added_girls_reached,
        counts_children * added_male as added_boys_reached,
        counts_children * (added_female + added_male) as added_children_by_sex_reached,
        counts_children * added_disability as added_children_disability_reached,
        added_households as added_households_reached,
        case when compared_target_value > 0 then compared_result_value end as achieved_result_value,
        case when compared_target_value > 0 and compared_result_value is not null then compared_target_value end
            as achieved_target_value,
        case when planned_value is not null then gain_value end as progress_gain_value,
        case when gain_value is not null then planned_value end as progress_planned_value,
        1 as indicator_count,
        case when indicator_status_code = 'not_reported' then 0 else 1 end as reported_indicator_count,
        case when indicator_status_code <> 'not_reported' and has_target then {{ flag('is_met') }} end
            as met_indicator_count,
        case
            when indicator_status_code in ('met', 'on_track') then 1
            when indicator_status_code = 'constrained' then 0
            when indicator_status_code = 'no_progress' and elapsed_share is not null then 0
        end as on_track_indicator_count,
        indicator_status_code
    from additive
)

select
    measured.*,
    row_number() over (
        order by source_name, project_code, indicator_code, country_code, admin1_code, month_date
    ) as result_number,
    dense_rank() over (
        order by source_name, project_code, indicator_code, country_code, admin1_code, time_rollup, month_date is null
    ) as line_number,
    {{ month_number('month_date') }} as month_number
from measured
