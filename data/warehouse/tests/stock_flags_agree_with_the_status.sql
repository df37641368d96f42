-- A position with a known status has exactly one of the four, and flags are missing where the status is not known.
select *
from {{ ref('mart_supply_stock') }}
where (is_status_known = 1 and is_stocked_out + is_understocked + is_stocked_to_plan + is_overstocked <> 1)
    or (is_status_known = 0 and (is_understocked is not null or is_stocked_to_plan is not null or is_overstocked is not null))
    or (has_no_consumption = 1 and is_status_known = 1)
