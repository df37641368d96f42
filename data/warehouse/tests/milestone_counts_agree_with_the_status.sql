-- What is on time is reached, what is reached is due, and only what is late or overdue has a delay.
select *
from {{ ref('mart_milestone') }}
where on_time_milestone_count > reached_milestone_count
    or reached_milestone_count > due_milestone_count
    or (delay_of_milestone_days > 0) <> (milestone_status_code in ('reached_late', 'overdue'))
    or (due_milestone_count = 1) <> (reached_milestone_count is not null)
