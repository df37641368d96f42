-- Funding outside any plan has no requirement, no gap, and is no funding of a plan.
select *
from {{ ref('mart_funding') }}
where (is_plan = 0 and coalesce(requirement_usd, funding_usd, funding_gap_usd) is not null)
    or (is_plan = 1 and unplanned_funding_usd is not null)
    or abs(funded_requirement_usd - available_usd - funding_gap_usd) > 0.01
