-- What is not reported has no result, what is met is on track, and no part is counted without the whole.
select *
from {{ ref('mart_project_progress') }}
where (indicator_status_code = 'not_reported' and (reported_indicator_count = 1 or result_value is not null))
    or (met_indicator_count = 1 and on_track_indicator_count = 0)
    or (indicator_status_code = 'met' and met_indicator_count <> 1)
    or reported_indicator_count > indicator_count
