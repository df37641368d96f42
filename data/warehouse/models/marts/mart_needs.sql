-- One row per published figure of needs: totals and breakdowns stand side by side, add up only rows with
-- is_total = 1 (or is_sector_total = 1 within one sector).
--
-- Children in need: on rows of an age range that ends at 17 or below, their people in need; on rows over all ages,
-- the children published by age for the same place, sector and group (see int_children_in_need); else missing.
-- Coverage components stand on the country totals only.
with measured as (
    select
        needs.*,
        {{ year_start('needs.plan_year') }} as month_date,
        case
            when last_age <= 17 then people_in_need
            when age = 'all' and sex = 'all' and disability = 'all' then children.children_in_need
        end as children_in_need,
        case when is_total = 1 and people_in_need is not null then people_reached end as coverage_people_reached,
        case when is_total = 1 and people_reached is not null then people_in_need end as coverage_people_in_need
    from {{ ref('int_needs') }} as needs
    left join {{ ref('int_children_in_need') }} as children
        on needs.place_key = children.place_key and needs.group_name = children.group_name
)

select {{ mart_columns('mart_needs') }}
from measured
