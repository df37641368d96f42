-- One row per source, country and item with a known consumption: the first day below the minimum and the first day
-- without stock, from the last count to twelve months ahead.
--
-- The forecast of a month is used evenly, day by day; confirmed orders are there on their date, from the morning on.
-- Stock is told at the end of a day, so a month ends as in mart_supply_pipeline. Between two steps (a month begins,
-- an order comes in) stock falls in a straight line, and the day on which the line crosses 0 or the minimum is
-- solved for. Before the first day without stock no demand is lost, so that the sums need no lower limit. What is
-- short at the count is short on its day, the last of its month.
with counts as (
    select
        counts.*,
        {{ month_end('month_date') }} as counted_date,
        {{ month_end(add_months('month_date', 12)) }} as last_date
    from {{ ref('int_stock_last_count') }} as counts
    where forecast_qty is not null
),

months as (
    select
        source_name,
        country_code,
        item_code,
        {{ add_months('month_date', 'numbers.number') }} as step_date,
        -- zero because nothing comes in with the beginning of a month
        0 as inflow_qty
    from counts
    cross join {{ ref('int_number') }} as numbers
    where numbers.number between 1 and 12
),

orders as (
    select inflow.source_name, inflow.country_code, inflow.item_code, inflow.inflow_date, inflow.confirmed_qty
    from {{ ref('int_stock_inflow') }} as inflow
    inner join counts
        on inflow.source_name = counts.source_name
        and inflow.country_code = counts.country_code
        and inflow.item_code = counts.item_code
    where inflow.confirmed_qty is not null and inflow.inflow_date <= counts.last_date
),

steps as (
    select * from months
    union all
    select * from orders
),

summed as (
    select
        steps.*,
        sum(inflow_qty) over ahead as inflow_sum_qty,
        lead(step_date) over ahead as next_date
    from steps
    window ahead as (partition by source_name, country_code, item_code order by step_date)
),

lines as (
    select
        counts.*,
        summed.step_date,
        coalesce(summed.next_date - 1, counts.last_date) as step_end_date,
        extract(day from summed.step_date) as step_day,
        extract(day from {{ month_end('summed.step_date') }}) / nullif(counts.forecast_qty, 0) as unit_days,
        counts.stock_on_hand_qty + summed.inflow_sum_qty
        - counts.forecast_qty * ({{ month_number('summed.step_date') }} - {{ month_number('counts.month_date') }} - 1)
            as left_qty
    from counts
    inner join summed
        on counts.source_name = summed.source_name
        and counts.country_code = summed.country_code
        and counts.item_code = summed.item_code
),

crossed as (
    select
        lines.*,
        -- The millionth of a day keeps sums of decimals from moving a day. greatest() would pass over what is missing.
        case when unit_days is not null then greatest(step_day, ceil(left_qty * unit_days - 0.000001)) end as empty_day,
        case
            when unit_days * minimum_qty is not null
                then greatest(step_day, floor((left_qty - minimum_qty) * unit_days + 0.000001) + 1)
        end as below_day
    from lines
),

dated as (
    select
        crossed.*,
        extract(day from step_end_date) as last_day,
        case when stock_on_hand_qty <= 0 then counted_date end as counted_empty_date,
        case when stock_on_hand_qty < minimum_qty then counted_date end as counted_below_date
    from crossed
)

select
    source_name,
    country_code,
    item_code,
    coalesce(
        min(counted_below_date),
        min(case when below_day <= last_day then step_date + cast(below_day - step_day as integer) end)
    ) as first_below_minimum_date,
    coalesce(
        min(counted_empty_date),
        min(case when empty_day <= last_day then step_date + cast(empty_day - step_day as integer) end)
    ) as first_empty_date
from dated
where step_end_date >= step_date
group by source_name, country_code, item_code
