-- Only due lines are tested, what is overdue is neither on time nor in full, and OTIF needs both.
select *
from {{ ref('mart_delivery_line') }}
where (coalesce(is_on_time, is_in_full, is_otif) is not null and (is_due is null or is_due = 0))
    or (is_overdue = 1 and (is_on_time = 1 or is_in_full = 1))
    or (is_otif = 1 and (is_on_time = 0 or is_in_full = 0))
