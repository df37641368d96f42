-- One row per result with a small count of people and family: the result that protects it, missing where there is none.
--
-- What protects has no small count itself, and of each part that is small in the other one so many people that every
-- small count could be the true one once only their sum is told. A small total is protected in all families by the same
-- result, because the classes of a result add up to its total. The nearest is taken: of the same country, indicator
-- and month, else of another month (first of the same line where results are running totals), else of another indicator
-- in the same unit (not the largest, which is the figure of its country), else of another country; of equals the
-- smallest, since it is hidden, too.
{{ config(materialized='table') }}
{%- set alike %}
    (case when hubs.source_name = results.source_name then 1 else 0 end
    + case when hubs.project_code = results.project_code then 4 else 0 end
    + case when hubs.office_code = results.office_code then 1 else 0 end
    + case when hubs.donor_name = results.donor_name then 1 else 0 end
    + case when hubs.programme_code = results.programme_code then 1 else 0 end)
{%- endset %}
with kinds as (
    select
        cells.*,
        case
            when max(case when family_code = 'people' then is_small else 0 end) over (partition by result_number) = 1
                then 'all'
            else family_code
        end as kind_code
    from {{ ref('int_people_cell') }} as cells
),

small as (
    select result_number, kind_code, country_code, indicator_code, indicator_unit, family_code || ' ' || part_name as part_name
    from kinds
    where is_small = 1
),

asking as (
    select result_number, kind_code, count(*) as part_count
    from small
    group by result_number, kind_code
),

offered as (
    select cells.*, 'all' as kind_code from {{ ref('int_people_cell') }} as cells
    union all
    select cells.*, family_code as kind_code from {{ ref('int_people_cell') }} as cells where family_code <> 'people'
),

giving as (
    select
        offered.result_number,
        offered.kind_code,
        country_code,
        indicator_code,
        indicator_unit,
        family_code || ' ' || part_name as part_name
    from offered
    where people >= 2 * {{ var('small_count') }} - 1
        and not exists (
            select 1 from asking
            where asking.result_number = offered.result_number
                and (asking.kind_code in ('all', offered.kind_code) or offered.kind_code = 'all')
        )
),

near as (
    select small.result_number, small.kind_code, giving.result_number as hub_number, count(*) as part_count
    from small
    inner join giving
        on small.kind_code = giving.kind_code
        and small.part_name = giving.part_name
        and small.country_code = giving.country_code
        and (small.indicator_code = giving.indicator_code or small.indicator_unit = giving.indicator_unit)
    group by small.result_number, small.kind_code, giving.result_number
),

near_whole as (
    select near.*
    from near
    inner join asking
        on near.result_number = asking.result_number
        and near.kind_code = asking.kind_code
        and near.part_count = asking.part_count
),

far as (
    select small.result_number, small.kind_code, giving.result_number as hub_number, count(*) as part_count
    from small
    left join (select distinct result_number, kind_code from near_whole) as served
        on small.result_number = served.result_number and small.kind_code = served.kind_code
    inner join giving
        on small.kind_code = giving.kind_code
        and small.part_name = giving.part_name
        and small.indicator_code = giving.indicator_code
        and small.country_code <> giving.country_code
    where served.result_number is null
    group by small.result_number, small.kind_code, giving.result_number
),

pairs as (
    select * from near_whole
    union all
    select far.*
    from far
    inner join asking
        on far.result_number = asking.result_number
        and far.kind_code = asking.kind_code
        and far.part_count = asking.part_count
),

told as (
    select
        result_number,
        max(case when family_code = 'sex' then 1 else 0 end)
        + max(case when family_code = 'age' then 2 else 0 end)
        + max(case when family_code = 'disability' then 4 else 0 end) as breakdowns
    from {{ ref('int_people_cell') }}
    group by result_number
),

sized as (
    select
        results.*,
        sum(added_people_reached) over (partition by country_code, indicator_code) as people_of_indicator,
        sum(added_children_disability_reached) over (partition by country_code, indicator_code) as disabled_of_indicator
    from {{ ref('int_project_progress') }} as results
),

weighed as (
    select
        pairs.result_number,
        pairs.kind_code,
        pairs.hub_number,
        case
            when hubs.country_code <> results.country_code then 6
            when hubs.indicator_code <> results.indicator_code then 5
            when results.time_rollup <> 'sum' and hubs.line_number = results.line_number then 1
            when hubs.month_number = results.month_number then 2
            when hubs.project_code = results.project_code then 3
            else 4
        end as distance,
        abs(hubs.month_number - results.month_number) as months_apart,
        {{ alike }} + case when hubs_told.breakdowns = results_told.breakdowns then 16 else 0 end as likeness,
        case when pairs.kind_code = 'disability' then disabled_of_indicator else people_of_indicator end as size_of_indicator,
        hubs.country_code as hub_country_code,
        coalesce(hubs.added_people_reached, hubs.added_households_reached) as people
    from pairs
    inner join {{ ref('int_project_progress') }} as results on pairs.result_number = results.result_number
    inner join sized as hubs on pairs.hub_number = hubs.result_number
    inner join told as results_told on pairs.result_number = results_told.result_number
    inner join told as hubs_told on pairs.hub_number = hubs_told.result_number
),

largest as (
    select
        country_code,
        max(people_of_indicator) as most_people,
        max(disabled_of_indicator) as most_disabled,
        count(distinct indicator_code) as indicator_count
    from sized
    group by country_code
),

ranked as (
    select
        weighed.*,
        row_number() over (
            partition by result_number, kind_code
            order by
                distance,
                case when distance = 5 then size_of_indicator end nulls last,
                case when distance = 6 then indicator_count end nulls last,
                case when distance = 6 then size_of_indicator end nulls last,
                months_apart nulls last,
                likeness desc,
                people nulls last,
                hub_number
        ) as place
    from weighed
    inner join largest on weighed.hub_country_code = largest.country_code
    where distance <> 5
        or kind_code in ('sex', 'age')
        or size_of_indicator < case when kind_code = 'disability' then most_disabled else most_people end
)

select asking.result_number, families.family_code, ranked.hub_number
from asking
inner join (select 'people' as family_code union all select 'sex' union all select 'age' union all select 'disability') as families
    on asking.kind_code in ('all', families.family_code)
left join ranked
    on asking.result_number = ranked.result_number and asking.kind_code = ranked.kind_code and ranked.place = 1
