-- Reported results with their breakdown spelled out: a row that names no sex, age group or disability is the total
-- over them. measured_* is the result and target in the unit of the indicator; where an indicator counts people and
-- only people targeted or reached are given, these are its result and target.
with results as (
    select
        source_name,
        load_id,
        {% for column in var('feed_columns')['indicator_results'] if column.name not in ('sex_code', 'age_group', 'disability_code') -%}
        {{ column.name }},
        {% endfor -%}
        coalesce(sex_code, 'all') as sex_code,
        coalesce(age_group, 'all') as age_group,
        coalesce(disability_code, 'all') as disability_code,
        case when indicator_unit is null then target_value is null else indicator_unit in ('people', 'children') end
            as counts_people
    from {{ feed('indicator_results') }} as results
)

select
    results.*,
    coalesce(result_value, case when counts_people then people_reached end) as measured_result_value,
    coalesce(people_reached, case when indicator_unit in ('people', 'children') then result_value end)
        as measured_people_reached,
    coalesce(people_targeted, case when indicator_unit in ('people', 'children') then target_value end)
        as measured_people_targeted
from results
