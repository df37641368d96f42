-- One row per published figure of needs: totals and breakdowns stand side by side, add up only rows with
-- is_total = 1 (or is_sector_total = 1 within one sector).
--
-- Children in need: on rows of an age range that ends at 17 or below, their people in need; on rows over all ages,
-- the children published by age for the same place, sector and group (see int_children_in_need); else missing.
-- Coverage components stand on the country totals only.
with needs as (
    select
        needs.*,
        {{ age_range_end('age_group') }} as last_age,
        coalesce(age_group, 'all') = 'all' and coalesce(sex_code, 'all') = 'all' and coalesce(disability_code, 'all') = 'all'
            as is_over_all_ages
    from {{ feed('needs') }} as needs
),

measured as (
    select
        needs.source_name,
        needs.load_id,
        needs.country_code,
        needs.area_code,
        area_name,
        needs.area_level,
        needs.plan_year,
        {{ year_start('needs.plan_year') }} as month_date,
        needs.sector_code,
        sector_name,
        population_group,
        sex_code,
        age_group,
        disability_code,
        population_people,
        people_in_need,
        people_targeted,
        people_affected,
        people_reached,
        case
            when last_age <= 17 then people_in_need
            when is_over_all_ages then children.children_in_need
        end as children_in_need,
        is_total,
        is_sector_total,
        case when is_total = 1 and people_in_need is not null then people_reached end as coverage_people_reached,
        case when is_total = 1 and people_reached is not null then people_in_need end as coverage_people_in_need,
        source_row
    from needs
    left join {{ ref('int_children_in_need') }} as children
        on needs.source_name = children.source_name
        and needs.load_id = children.load_id
        and needs.country_code = children.country_code
        and needs.plan_year = children.plan_year
        and coalesce(needs.area_code, '') = coalesce(children.area_code, '')
        and coalesce(needs.sector_code, '') = coalesce(children.sector_code, '')
        and coalesce(needs.population_group, 'all') = children.group_name
        and coalesce(needs.area_level, -1) = coalesce(children.area_level, -1)
)

select {{ mart_columns('mart_needs') }}
from measured
