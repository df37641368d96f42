-- Milestones as sent in the template: one row per project and milestone.
select project_code, milestone_name, planned_date, actual_date, status as stated_status_code, source_row, load_id
from {{ raw('upload', 'milestones') }}
