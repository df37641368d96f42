-- One row per country or area, sex, age group and reference year. A row that names no sex or age group is the total.
with totals as (
    select
        source_name,
        load_id,
        country_code,
        coalesce(area_code, country_code) as area_code,
        area_level,
        coalesce(sex_code, 'all') as sex_code,
        coalesce(age_group, 'all') as age_group,
        plan_year,
        population_people,
        child_population_people
    from {{ feed('population') }} as population
)

select {{ mart_columns('ref_population') }}
from totals
