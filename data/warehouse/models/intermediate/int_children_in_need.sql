-- Children in need per place, year, sector (place_key) and population group, from rows published by age: only ranges
-- that end at 17 or below, and only where they cover 0 to 17 once (one range, or ranges of 18 years together).
--
-- The row over both sexes counts first, else girls and boys together. Where ages are published by population group
-- only, the groups are added up if all their ages together give the published total within half a per cent.
with ages as (
    select *
    from {{ ref('int_needs') }}
    where disability = 'all'
),

by_sex as (
    select
        place_key,
        group_name,
        sex,
        coalesce(
            max(case when first_age = 0 and last_age = 17 then people_in_need end),
            case when sum(last_age - first_age + 1) = 18 and count(people_in_need) = count(*) then sum(people_in_need) end
        ) as children_in_need
    from ages
    where last_age <= 17
    group by place_key, group_name, sex
),

by_group as (
    select
        place_key,
        group_name,
        coalesce(
            max(case when sex = 'all' then children_in_need end),
            case when count(case when sex in ('f', 'm') then children_in_need end) = 2
                then sum(case when sex in ('f', 'm') then children_in_need end)
            end
        ) as children_in_need
    from by_sex
    group by place_key, group_name
),

whole as (
    select
        place_key,
        max(case when group_name = 'all' and sex = 'all' and age = 'all' then people_in_need end) as published_people,
        sum(case when group_name <> 'all' and sex in ('f', 'm') and age <> 'all' then people_in_need end) as parts_people
    from ages
    group by place_key
),

over_groups as (
    select
        place_key,
        max(case when group_name = 'all' then children_in_need end) as published_children,
        sum(case when group_name <> 'all' then children_in_need end) as parts_children
    from by_group
    group by place_key
)

select place_key, group_name, children_in_need
from by_group
where children_in_need is not null
union all
select over_groups.place_key, 'all', parts_children
from over_groups
inner join whole on over_groups.place_key = whole.place_key
where published_children is null
    and parts_children is not null
    and abs(parts_people - published_people) <= 0.005 * published_people
