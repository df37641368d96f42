-- Months of results of the period add up to all results as received.
select source_name
from {{ ref('mart_project_progress') }}
where time_rollup = 'sum'
group by source_name
having abs(sum(people_reached) - sum(added_people_reached)) > 0.001
