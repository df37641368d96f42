-- One row per site, item and month with a stock report. A missing report is no row; see mart_reporting.
--
-- Average monthly consumption is the mean of the adjusted consumption (see int_stock_consumption) of at most six
-- closed calendar months up to and including the month. A month without a defined adjusted consumption (stock-out,
-- no report) is missing from the mean, it is not a zero; the month still open at the date of the data is left out.
-- Status: stocked out at 0; understocked below the minimum; stocked to plan from minimum to maximum, both included;
-- overstocked above the maximum. Minimum and maximum are those of the site, else of the item; without them the
-- status is unknown, apart from stocked out and no consumption. Shares of statuses count only positions that could
-- have got each status (is_status_known: plan and consumption known); those with stock and no consumption stand apart.
-- A stock-out in the period is told only where days without stock are reported.
-- In the window an open month has the number of the last closed one: it sees the six months before it.
--
-- Shelves (an item at a site) and labels (load and place) have numbers while the window runs: sorting 10 million
-- rows that carry their texts along takes twice as long.
{%- set next_day = data_date() ~ " + interval '1 day'" %}
with shelves as (
    select source_name, site_code, item_code, row_number() over (order by source_name, site_code, item_code) as shelf_number
    from (select distinct source_name, site_code, item_code from {{ ref('int_stock_consumption') }}) as found
),

labels as (
    select load_id, country_code, admin1_code, row_number() over (order by load_id) as label_number
    from (select distinct load_id, country_code, admin1_code from {{ ref('int_stock_consumption') }}) as found
),

numbered as (
    select
        shelves.shelf_number,
        labels.label_number,
        month_date,
        reported_date,
        opening_qty,
        received_qty,
        issued_qty,
        adjustment_qty,
        stock_on_hand_qty,
        stockout_days,
        source_row,
        consumption_qty,
        adjusted_consumption_qty,
        case when month_date < {{ month_of(next_day) }} then adjusted_consumption_qty end as closed_consumption_qty,
        least({{ month_number('month_date') }}, {{ month_number(next_day) }} - 1) as consumption_month_number
    from {{ ref('int_stock_consumption') }} as consumption
    inner join shelves
        on consumption.source_name = shelves.source_name
        and consumption.site_code = shelves.site_code
        and consumption.item_code = shelves.item_code
    inner join labels
        on consumption.load_id = labels.load_id
        and coalesce(consumption.country_code, '') = coalesce(labels.country_code, '')
        and coalesce(consumption.admin1_code, '') = coalesce(labels.admin1_code, '')
),

averaged as (
    select
        numbered.*,
        avg(closed_consumption_qty) over (
            partition by shelf_number
            order by consumption_month_number
            range between 5 preceding and current row
        ) as average_monthly_consumption_qty
    from numbered
),

described as (
    select
        shelves.*,
        sites.site_name,
        sites.office_code,
        sites.country_code as site_country_code,
        sites.admin1_code as site_admin1_code,
        items.item_name,
        items.item_group,
        items.unit_name,
        items.unit_cost_usd,
        coalesce(sites.minimum_months, items.minimum_months) as minimum_months,
        coalesce(sites.maximum_months, items.maximum_months) as maximum_months
    from shelves
    left join {{ feed('sites') }} as sites
        on shelves.source_name = sites.source_name and shelves.site_code = sites.site_code
    left join {{ feed('items') }} as items
        on shelves.source_name = items.source_name and shelves.item_code = items.item_code
),

placed as (
    select
        averaged.*,
        described.source_name,
        labels.load_id,
        described.site_code,
        described.item_code,
        described.site_name,
        described.office_code,
        described.item_name,
        described.item_group,
        described.unit_name,
        described.unit_cost_usd,
        described.minimum_months,
        described.maximum_months,
        coalesce(labels.country_code, site_country_code) as place_country_code,
        coalesce(labels.admin1_code, site_admin1_code) as place_admin1_code,
        case
            when average_monthly_consumption_qty > 0 then stock_on_hand_qty / average_monthly_consumption_qty
        end as months_of_stock
    from averaged
    inner join described on averaged.shelf_number = described.shelf_number
    inner join labels on averaged.label_number = labels.label_number
),

classified as (
    select
        placed.*,
        case
            when stock_on_hand_qty = 0 then 'stocked_out'
            when stock_on_hand_qty > 0 and average_monthly_consumption_qty = 0 then 'no_consumption'
            when stock_on_hand_qty < 0 or minimum_months is null or maximum_months is null then 'unknown'
            when months_of_stock < minimum_months then 'understocked'
            when months_of_stock > maximum_months then 'overstocked'
            when months_of_stock >= minimum_months then 'stocked_to_plan'
            else 'unknown'
        end as stock_status_code
    from placed
),

judged as (
    select
        classified.*,
        case
            when stock_status_code in ('unknown', 'no_consumption') then 0
            when minimum_months is null or maximum_months is null or average_monthly_consumption_qty is null then 0
            else 1
        end as is_status_known
    from classified
),

measured as (
    select
        source_name,
        load_id,
        place_country_code as country_code,
        place_admin1_code as admin1_code,
        office_code,
        site_code,
        site_name,
        item_code,
        item_name,
        item_group,
        unit_name,
        month_date,
        reported_date,
        opening_qty,
        received_qty,
        issued_qty,
        adjustment_qty,
        stock_on_hand_qty,
        stockout_days,
        extract(day from {{ month_end('month_date') }}) as period_days,
        consumption_qty,
        adjusted_consumption_qty,
        average_monthly_consumption_qty,
        minimum_months,
        maximum_months,
        unit_cost_usd,
        stock_on_hand_qty * unit_cost_usd as stock_value_usd,
        stock_status_code,
        case when stock_on_hand_qty is null then 0 else 1 end as is_stock_reported,
        {{ flag('stock_on_hand_qty = 0') }} as is_stocked_out,
        case when is_status_known = 1 then {{ flag("stock_status_code = 'understocked'") }} end as is_understocked,
        case when is_status_known = 1 then {{ flag("stock_status_code = 'stocked_to_plan'") }} end as is_stocked_to_plan,
        case when is_status_known = 1 then {{ flag("stock_status_code = 'overstocked'") }} end as is_overstocked,
        {{ flag('stock_on_hand_qty > 0 and average_monthly_consumption_qty = 0') }} as has_no_consumption,
        is_status_known,
        case when stockout_days is not null then {{ flag('stock_on_hand_qty = 0 or stockout_days > 0') }} end
            as has_stockout_in_period,
        {{ flag('abs(opening_qty + received_qty - issued_qty + adjustment_qty - stock_on_hand_qty) > 0.001') }}
            as has_identity_error,
        case when average_monthly_consumption_qty > 0 then stock_on_hand_qty end as covered_stock_qty,
        case when stock_on_hand_qty is not null and average_monthly_consumption_qty > 0 then average_monthly_consumption_qty end
            as covered_consumption_qty,
        source_row
    from judged
)

select {{ mart_columns('mart_supply_stock') }}
from measured
order by country_code, month_date
