-- A report is expected before it can be missed: reported and silent ones make up those expected.
select *
from {{ ref('mart_reporting') }}
where reported_count + silent_count <> expected_count
    or on_time_count + late_count + unscheduled_count > reported_count
