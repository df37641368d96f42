-- One row per plan, country and year, and one per country and year for funding outside any plan.
--
-- Only rows of the plan itself count: the split by cluster or donor is in mart_plan_funding and is never added up to
-- a plan. A regional plan stands once per country with that country's share. Funding outside any plan is
-- unplanned_funding_usd and no funding of a plan. Gap = requirement - funding - carry-over, below 0 when over-funded,
-- missing when requirement or funding is. month_date is January of the plan year.
with plans as (
    select
        funding.*,
        coalesce(funding.is_plan, case when plan_code is null then 0 else 1 end) as in_plan
    from {{ feed('plan_funding') }} as funding
    where cluster_name is null and donor_name is null
),

summed as (
    select
        source_name,
        max(load_id) as load_id,
        case when count(*) = 1 then max(source_row) end as source_row,
        plan_code,
        max(plan_name) as plan_name,
        max(plan_type) as plan_type,
        plan_year,
        country_code,
        min(start_date) as start_date,
        max(end_date) as end_date,
        sum(case when in_plan = 1 then original_requirement_usd end) as original_requirement_usd,
        sum(case when in_plan = 1 then requirement_usd end) as requirement_usd,
        sum(case when in_plan = 1 then funding_usd end) as funding_usd,
        sum(case when in_plan = 1 then carry_over_usd end) as carry_over_usd,
        sum(case when in_plan = 0 then funding_usd end) as unplanned_funding_usd,
        max(in_plan) as is_plan
    from plans
    group by source_name, plan_code, plan_year, country_code
),

received as (
    select
        summed.*,
        -- zero because a plan without a stated carry-over has only its funding
        funding_usd + coalesce(carry_over_usd, 0) as received_usd
    from summed
),

measured as (
    select
        received.*,
        {{ year_start('plan_year') }} as month_date,
        case when requirement_usd is not null then received_usd end as available_usd,
        case when received_usd is not null then requirement_usd end as funded_requirement_usd,
        requirement_usd - received_usd as funding_gap_usd
    from received
)

select {{ mart_columns('mart_funding') }}
from measured
