-- One row per result and family that belongs to a protection group: results that are told together or not at all.
--
-- A group is one result that protects and all those that it protects. group_rows is the number of results in it; 0 where
-- it is never told: where nothing protects a small count, and where only some of the results tell the classes of the
-- family, so that these add up to a part of the total of the group.
{{ config(materialized='table') }}
with members as (
    select result_number, family_code, hub_number from {{ ref('int_protection_pair') }}
    union
    select hub_number, family_code, hub_number from {{ ref('int_protection_pair') }} where hub_number is not null
),

told as (
    select
        result_number,
        family_code,
        max(case when part_name like '%not told' and people >= 2 * {{ var('small_count') }} - 1 then 1 else 0 end) as has_rest
    from {{ ref('int_people_cell') }}
    group by result_number, family_code
),

counted as (
    select
        members.*,
        count(*) over (partition by members.family_code, hub_number) as member_count,
        count(told.result_number) over (partition by members.family_code, hub_number) as told_count,
        min(told.has_rest) over (partition by members.family_code, hub_number) as all_have_rest
    from members
    left join told on members.result_number = told.result_number and members.family_code = told.family_code
)

select
    counted.result_number,
    family_code,
    family_code || ' ' || cast(coalesce(hub_number, counted.result_number) as varchar) as group_name,
    case
        when hub_number is null then 0
        when family_code <> 'people' and told_count between 1 and member_count - 1 and all_have_rest = 0 then 0
        else member_count
    end as group_rows,
    line_number,
    month_number
from counted
inner join {{ ref('int_project_progress') }} as results on counted.result_number = results.result_number
