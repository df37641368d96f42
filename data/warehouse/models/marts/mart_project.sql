-- One row per project. month_date is the month in which the project begins.
with projects as (
    select
        projects.*,
        {{ month_of('start_date') }} as month_date
    from {{ feed('projects') }} as projects
)

select {{ mart_columns('mart_project') }}
from projects
