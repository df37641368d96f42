-- One row per unit (office or site), kind of report and month in which a report is expected: who should have
-- reported what by when, and who did.
--
-- Months run from the first expected one to the last, at most to the month of the date of the data. A report is
-- expected once its due date has passed. On time up to and including the due date, late up to and including the
-- late date, unscheduled after it, silent when nothing has arrived. All counts are 0 while the report is not due
-- yet. A report whose day was not recorded counts as reported, with neither status nor timeliness.
with months as (
    select
        expected.*,
        {{ add_months(month_of('first_month_date'), 'numbers.number') }} as month_date
    from {{ feed('expected_reports') }} as expected
    cross join {{ ref('int_number') }} as numbers
    where {{ month_number('first_month_date') }} + numbers.number <= {{ month_number(data_date()) }}
        and (
            last_month_date is null
            or {{ month_number('first_month_date') }} + numbers.number <= {{ month_number('last_month_date') }}
        )
),

scheduled as (
    select
        months.*,
        cast({{ month_end('month_date') }} + due_days * interval '1 day' as date) as due_date,
        cast({{ month_end('month_date') }} + (due_days + late_days) * interval '1 day' as date) as late_date
    from months
),

received as (
    select
        scheduled.*,
        reports.reported_date,
        reports.unit_code is not null as has_arrived,
        case when due_date < {{ data_date() }} then 1 else 0 end as expected_count,
        case
            when reports.unit_code is null and due_date < {{ data_date() }} then 'not_reported'
            when reports.reported_date <= due_date then 'on_time'
            when reports.reported_date <= late_date then 'late'
            when reports.reported_date > late_date then 'unscheduled'
        end as reporting_status_code
    from scheduled
    left join {{ ref('int_report_received') }} as reports
        on scheduled.report_kind = reports.report_kind
        and scheduled.unit_code = reports.unit_code
        and scheduled.month_date = reports.month_date
),

counted as (
    select
        received.*,
        {{ days_between('due_date', 'reported_date') }} as days_after_due,
        case when has_arrived then expected_count else 0 end as reported_count,
        case when reporting_status_code = 'on_time' then expected_count else 0 end as on_time_count,
        case when reporting_status_code = 'late' then expected_count else 0 end as late_count,
        case when reporting_status_code = 'unscheduled' then expected_count else 0 end as unscheduled_count,
        case when has_arrived then 0 else expected_count end as silent_count
    from received
),

measured as (
    select
        counted.*,
        case when days_after_due > 0 then days_after_due when days_after_due <= 0 then 0 end as late_by_days
    from counted
)

select {{ mart_columns('mart_reporting') }}
from measured
order by report_kind, month_date, country_code
