-- One row per plan, country, year, cluster and donor: the split of a plan where it is published. Shared and
-- unspecified clusters stand as their own rows. month_date is January of the plan year.
with split as (
    select
        source_name,
        max(load_id) as load_id,
        case when count(*) = 1 then max(source_row) end as source_row,
        plan_code,
        max(plan_name) as plan_name,
        plan_year,
        country_code,
        cluster_name,
        donor_name,
        {{ year_start('plan_year') }} as month_date,
        sum(requirement_usd) as requirement_usd,
        sum(funding_usd) as funding_usd,
        sum(carry_over_usd) as carry_over_usd,
        max(coalesce(is_plan, case when plan_code is null then 0 else 1 end)) as is_plan
    from {{ feed('plan_funding') }} as funding
    where cluster_name is not null or donor_name is not null
    group by source_name, plan_code, plan_year, country_code, cluster_name, donor_name
)

select {{ mart_columns('mart_plan_funding') }}
from split
