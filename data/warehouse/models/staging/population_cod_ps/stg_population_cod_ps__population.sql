-- Population by area, sex and age range as published; one row per area, sex, age range and year.
-- The population under 18 stands on the rows of all ages, and only where published age ranges run from 0 to 17 without
-- gap or overlap: five-year groups would need a guess at how many of those aged 15 to 19 are under 18.
with admin0 as (
    select
        country_code,
        "Gender" as gender,
        "Population_group" as population_group,
        "Age_range" as age_range,
        "Age_min" as age_min,
        "Age_max" as age_max,
        "Reference_year" as plan_year,
        "Population" as population_people,
        case when "Age_min" = "Age_max" then 1 else 0 end as is_single_year,
        load_id
    from {{ raw('population_cod_ps', 'admin0') }}
),

chained as (
    select
        admin0.*,
        lag(age_max) over (
            partition by country_code, gender, plan_year, is_single_year order by age_min, age_max
        ) as previous_max
    from admin0
    where age_max <= 17
),

under_18 as (
    select
        country_code,
        gender,
        plan_year,
        is_single_year,
        sum(population_people) as child_population_people
    from chained
    group by country_code, gender, plan_year, is_single_year
    having max(age_max) = 17
        and min(case when age_min = 0 and previous_max is null or age_min = previous_max + 1 then 1 else 0 end) = 1
),

-- Girls and boys count only beside a figure for both: Uzbekistan has none, and a number of boys ten times too high.
children as (
    select
        part.country_code,
        part.gender,
        part.plan_year,
        max(part.child_population_people) as child_population_people
    from under_18 as part
    inner join under_18 as both_sexes
        on part.country_code = both_sexes.country_code
        and part.plan_year = both_sexes.plan_year
        and both_sexes.gender = 'all'
    group by part.country_code, part.gender, part.plan_year
),

sexes as (
    select
        country_code,
        plan_year,
        max(population_people) as largest_people
    from admin0
    where population_group in ('F_TL', 'M_TL')
    group by country_code, plan_year
)

select
    admin0.country_code,
    admin0.country_code as area_code,
    0 as area_level,
    admin0.gender as sex_code,
    admin0.age_range as age_group,
    admin0.plan_year,
    -- A total below the number of its women or men (Tonga) is no population.
    case
        when admin0.population_group = 'T_TL' and admin0.population_people < sexes.largest_people then null
        else admin0.population_people
    end as population_people,
    case when admin0.age_range = 'all' then children.child_population_people end as child_population_people,
    admin0.load_id
from admin0
left join children
    on admin0.country_code = children.country_code
    and admin0.gender = children.gender
    and admin0.plan_year = children.plan_year
left join sexes
    on admin0.country_code = sexes.country_code
    and admin0.plan_year = sexes.plan_year
union all
select
    country_code,
    "ADM2_PCODE" as area_code,
    2 as area_level,
    case substr("Population_group", 1, 1) when 'F' then 'f' when 'M' then 'm' else 'all' end as sex_code,
    case
        when substr("Population_group", 3) = 'TL' then 'all'
        when "Population_group" like '%Plus' then cast(cast(substr("Population_group", 3, 2) as integer) as varchar) || '+'
        else cast(cast(substr("Population_group", 3, 2) as integer) as varchar)
            || '-' || cast(cast(substr("Population_group", 6, 2) as integer) as varchar)
    end as age_group,
    "Reference_year" as plan_year,
    "Population" as population_people,
    cast(null as double precision) as child_population_people,
    load_id
from {{ raw('population_cod_ps', 'admin2') }}
