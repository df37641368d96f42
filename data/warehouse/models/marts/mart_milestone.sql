-- One row per project and milestone: when it was to be reached, when it was, and whether that is late.
--
-- A milestone is due once its planned day lies before the date of the data, or once it was reached. One that is said
-- to be reached without a day counts as reached, but neither as on time nor as late. month_date is the month of the
-- planned day. Place, programme and donor are those of the project.
with dated as (
    select
        milestones.*,
        projects.project_name,
        projects.country_code,
        projects.programme_code,
        projects.sector_code,
        projects.donor_name,
        projects.office_code,
        {{ month_of('planned_date') }} as month_date,
        case
            when stated_status_code = 'cancelled' then 'cancelled'
            when actual_date <= planned_date then 'reached_on_time'
            when actual_date > planned_date then 'reached_late'
            when stated_status_code = 'reached' then 'reached_undated'
            when planned_date < {{ data_date() }} then 'overdue'
            else 'ahead'
        end as milestone_status_code
    from {{ feed('milestones') }} as milestones
    left join {{ feed('projects') }} as projects
        on milestones.source_name = projects.source_name and milestones.project_code = projects.project_code
),

measured as (
    select
        dated.*,
        case
            when milestone_status_code = 'reached_on_time' then 0
            when milestone_status_code = 'reached_late' then {{ days_between('planned_date', 'actual_date') }}
            when milestone_status_code = 'overdue' then {{ days_between('planned_date', data_date()) }}
        end as delay_of_milestone_days,
        1 as milestone_count,
        case when milestone_status_code in ('ahead', 'cancelled') then 0 else 1 end as due_milestone_count,
        case
            when milestone_status_code in ('reached_on_time', 'reached_late', 'reached_undated') then 1
            when milestone_status_code = 'overdue' then 0
        end as reached_milestone_count,
        case
            when milestone_status_code = 'reached_on_time' then 1
            when milestone_status_code in ('reached_late', 'overdue') then 0
        end as on_time_milestone_count
    from dated
)

select {{ mart_columns('mart_milestone') }}
from measured
