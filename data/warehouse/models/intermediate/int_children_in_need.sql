-- Children in need of an area, sector and population group in a year, from rows published by age: only ranges that
-- end at 17 or below, and only where they cover 0 to 17 without overlap (one range, or ranges of 18 years together).
--
-- The row over both sexes counts first, else girls and boys together. Where ages are published by population group
-- only, the groups are added up if all their ages together give the published total within half a per cent.
{%- set place = "source_name, load_id, country_code, area_code, area_level, plan_year, sector_code" %}
with ages as (
    select
        needs.*,
        {{ age_range_start('age_group') }} as first_age,
        {{ age_range_end('age_group') }} as last_age,
        coalesce(population_group, 'all') as group_name
    from {{ feed('needs') }} as needs
    where disability_code is null or disability_code = 'all'
),

by_sex as (
    select
        {{ place }},
        group_name,
        coalesce(sex_code, 'all') as sex,
        coalesce(
            max(case when first_age = 0 and last_age = 17 then people_in_need end),
            case when sum(last_age - first_age + 1) = 18 and count(people_in_need) = count(*) then sum(people_in_need) end
        ) as children_in_need
    from ages
    where last_age <= 17
    group by {{ place }}, group_name, coalesce(sex_code, 'all')
),

by_group as (
    select
        {{ place }},
        group_name,
        coalesce(
            max(case when sex = 'all' then children_in_need end),
            case when count(case when sex in ('f', 'm') then children_in_need end) = 2
                then sum(case when sex in ('f', 'm') then children_in_need end)
            end
        ) as children_in_need
    from by_sex
    group by {{ place }}, group_name
),

whole as (
    select
        {{ place }},
        max(case when group_name = 'all' and coalesce(sex_code, 'all') = 'all' and coalesce(age_group, 'all') = 'all'
            then people_in_need end) as published_people,
        sum(case when group_name <> 'all' and sex_code in ('f', 'm') and age_group <> 'all' then people_in_need end)
            as broken_down_people
    from ages
    group by {{ place }}
),

over_groups as (
    select
        {{ place }},
        sum(children_in_need) as children_in_need
    from by_group
    where group_name <> 'all'
    group by {{ place }}
)

select
    by_group.*
from by_group
where children_in_need is not null
union all
select
    over_groups.source_name,
    over_groups.load_id,
    over_groups.country_code,
    over_groups.area_code,
    over_groups.area_level,
    over_groups.plan_year,
    over_groups.sector_code,
    'all' as group_name,
    over_groups.children_in_need
from over_groups
inner join whole
    on over_groups.load_id = whole.load_id
    and over_groups.country_code = whole.country_code
    and over_groups.plan_year = whole.plan_year
    and over_groups.area_code = whole.area_code
    and over_groups.sector_code = whole.sector_code
left join by_group as known
    on known.group_name = 'all'
    and known.children_in_need is not null
    and over_groups.load_id = known.load_id
    and over_groups.country_code = known.country_code
    and over_groups.plan_year = known.plan_year
    and over_groups.area_code = known.area_code
    and over_groups.sector_code = known.sector_code
where known.load_id is null
    and abs(whole.broken_down_people - whole.published_people) <= 0.005 * whole.published_people
    and over_groups.children_in_need is not null
