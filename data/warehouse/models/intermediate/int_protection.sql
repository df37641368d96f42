-- One row per result and family that belongs to a protection group: results that are told together or not at all.
--
-- A group is one result that protects and all those that it protects. group_rows is the number of results in it; 0 where
-- nothing protects a small count, which is then never told.
{{ config(materialized='table') }}
with members as (
    select result_number, family_code, hub_number from {{ ref('int_protection_pair') }}
    union
    select hub_number, family_code, hub_number from {{ ref('int_protection_pair') }} where hub_number is not null
)

select
    members.result_number,
    family_code,
    family_code || ' ' || cast(coalesce(hub_number, members.result_number) as varchar) as group_name,
    case when hub_number is null then 0 else count(*) over (partition by family_code, hub_number) end as group_rows,
    line_number,
    month_number
from members
inner join {{ ref('int_project_progress') }} as results on members.result_number = results.result_number
