-- One row per reported result as received, by sex, age and disability. A row that names no sex, age group or
-- disability is the total over them (all).
select {{ mart_columns('mart_indicator_report') }}
from {{ ref('int_indicator_result') }}
