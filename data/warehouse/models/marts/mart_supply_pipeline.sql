-- One row per country, item and month, from the last count to twelve months ahead: stock with confirmed and with
-- planned orders.
--
-- Stock of a month = stock of the month before - forecast + what comes in, never below 0: unmet demand is lost, not
-- owed. With Y the same sum without that limit, stock is Y - min(0, min of Y so far). The forecast of each month is
-- the average monthly consumption at the last count. Stock on hand, the suggested order and the first days of a
-- shortage (see int_stock_shortage) stand in the row of the count (months_ahead 0) only, so that they add up once.
-- A first day can lie in a month that does not end short: an order that comes after it fills the shelves again.
with inflow as (
    select
        source_name,
        country_code,
        item_code,
        month_date,
        sum(confirmed_qty) as confirmed_qty,
        sum(planned_qty) as planned_qty
    from {{ ref('int_stock_inflow') }}
    group by source_name, country_code, item_code, month_date
),

months as (
    select
        counts.*,
        numbers.number as months_ahead,
        {{ add_months('counts.month_date', 'numbers.number') }} as projected_month_date
    from {{ ref('int_stock_last_count') }} as counts
    cross join {{ ref('int_number') }} as numbers
    where numbers.number <= 12
),

supplied as (
    select
        months.*,
        -- zero because a month in which no order is due brings nothing in
        coalesce(inflow.confirmed_qty, 0) as confirmed_qty,
        -- zero because a month in which no planned order is due brings nothing in
        coalesce(inflow.planned_qty, 0) as planned_qty
    from months
    left join inflow
        on months.source_name = inflow.source_name
        and months.country_code = inflow.country_code
        and months.item_code = inflow.item_code
        and months.projected_month_date = inflow.month_date
),

summed as (
    select
        supplied.*,
        stock_on_hand_qty - months_ahead * forecast_qty + sum(confirmed_qty) over ahead as confirmed_sum_qty,
        stock_on_hand_qty - months_ahead * forecast_qty + sum(confirmed_qty + planned_qty) over ahead as planned_sum_qty,
        sum(confirmed_qty) over (partition by source_name, country_code, item_code) as confirmed_orders_qty
    from supplied
    window ahead as (
        partition by source_name, country_code, item_code
        order by months_ahead
        rows between unbounded preceding and current row
    )
),

lowest as (
    select
        summed.*,
        min(confirmed_sum_qty) over ahead as lowest_confirmed_qty,
        min(planned_sum_qty) over ahead as lowest_planned_qty
    from summed
    window ahead as (
        partition by source_name, country_code, item_code
        order by months_ahead
        rows between unbounded preceding and current row
    )
),

projected as (
    select
        lowest.*,
        confirmed_sum_qty - case when lowest_confirmed_qty < 0 then lowest_confirmed_qty else 0 end as projected_confirmed_qty,
        planned_sum_qty - case when lowest_planned_qty < 0 then lowest_planned_qty else 0 end as projected_planned_qty,
        maximum_qty - stock_on_hand_qty - confirmed_orders_qty as wanted_qty
    from lowest
),

measured as (
    select
        projected.source_name,
        load_id,
        projected.country_code,
        projected.item_code,
        item_name,
        item_group,
        unit_name,
        projected_month_date as month_date,
        months_ahead,
        case when months_ahead = 0 then stock_on_hand_qty end as stock_on_hand_qty,
        forecast_qty,
        confirmed_qty,
        planned_qty,
        projected_confirmed_qty,
        projected_planned_qty,
        minimum_qty,
        case when months_ahead = 0 then case when wanted_qty < 0 then 0 else wanted_qty end end as suggested_order_qty,
        {{ flag('projected_confirmed_qty < minimum_qty') }} as is_below_minimum,
        {{ flag('projected_confirmed_qty = 0') }} as is_projected_stockout,
        case when months_ahead = 0 then first_below_minimum_date end as first_below_minimum_date,
        case when months_ahead = 0 then first_empty_date end as first_empty_date
    from projected
    left join {{ ref('int_stock_shortage') }} as shortage
        on projected.source_name = shortage.source_name
        and projected.country_code = shortage.country_code
        and projected.item_code = shortage.item_code
)

select {{ mart_columns('mart_supply_pipeline') }}
from measured
