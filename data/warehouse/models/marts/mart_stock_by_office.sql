-- One row per office, item and month: what mart_supply_stock says of its sites, added up, with the positions (items at
-- sites) that nobody reported.
--
-- Figures over many sites are read here instead of from every position. Each quantity stands beside the number of
-- positions that have it, so that sums of rows are the sums of their positions and nothing else.
-- Not reported are positions whose report of the month has no quantity, and those of the last report of a site whose
-- report of the month is due and has not come. The latter come with no load: nobody has sent them.
{%- set counts = [
    'reported_position_count', 'unreported_position_count', 'stocked_out_count', 'understocked_count',
    'stocked_to_plan_count', 'overstocked_count', 'no_consumption_count', 'unknown_status_count', 'status_known_count',
    'stockout_in_period_count', 'period_told_count', 'period_reported_count', 'use_told_count', 'use_reported_count',
    'identity_error_count', 'identity_told_count', 'consumption_told_count', 'valued_count', 'covered_count',
    'covered_minimum_count', 'covered_maximum_count', 'demand_count', 'demand_maximum_count', 'below_minimum_count'
] %}
{%- set quantities = [
    'stock_on_hand_qty', 'stock_value_usd', 'consumption_qty', 'average_monthly_consumption_qty', 'covered_stock_qty',
    'covered_consumption_qty', 'minimum_qty', 'maximum_qty', 'over_maximum_qty', 'below_minimum_qty'
] %}
{%- set place = ['source_name', 'country_code', 'office_code', 'item_code', 'month_date'] %}
{%- set item = ['item_name', 'item_group', 'unit_name', 'unit_cost_usd'] %}
with bounded as (
    select
        stock.*,
        stock_on_hand_qty is not null as is_reported,
        minimum_months * average_monthly_consumption_qty as minimum_qty,
        maximum_months * average_monthly_consumption_qty as maximum_qty,
        case
            when stock_status_code in ('stocked_out', 'understocked') and is_status_known = 1
                then minimum_months * average_monthly_consumption_qty - stock_on_hand_qty
        end as below_minimum_qty
    from {{ ref('mart_supply_stock') }} as stock
),

reported as (
    select
        {{ place | join(', ') }},
        max(load_id) as load_id,
        {%- for name in item %}
        max({{ name }}) as {{ name }},
        {%- endfor %}
        count(stock_on_hand_qty) as reported_position_count,
        count(case when not is_reported then 1 end) as unreported_position_count,
        {%- for status in ['stocked_out', 'understocked', 'stocked_to_plan', 'overstocked', 'no_consumption'] %}
        count(case when is_reported and stock_status_code = '{{ status }}' then 1 end) as {{ status }}_count,
        {%- endfor %}
        count(case when is_reported and stock_status_code = 'unknown' then 1 end) as unknown_status_count,
        sum(is_status_known) as status_known_count,
        count(case when has_stockout_in_period = 1 then 1 end) as stockout_in_period_count,
        count(has_stockout_in_period) as period_told_count,
        count(case when is_reported then has_stockout_in_period end) as period_reported_count,
        count(has_no_consumption) as use_told_count,
        count(case when is_reported then has_no_consumption end) as use_reported_count,
        count(case when has_identity_error = 1 then 1 end) as identity_error_count,
        count(has_identity_error) as identity_told_count,
        count(consumption_qty) as consumption_told_count,
        count(stock_value_usd) as valued_count,
        count(covered_consumption_qty) as covered_count,
        count(case when covered_consumption_qty is not null then minimum_qty end) as covered_minimum_count,
        count(case when covered_consumption_qty is not null then maximum_qty end) as covered_maximum_count,
        count(case when is_reported then average_monthly_consumption_qty end) as demand_count,
        count(case when is_reported then maximum_qty end) as demand_maximum_count,
        count(case when below_minimum_qty > 0 then 1 end) as below_minimum_count,
        sum(stock_on_hand_qty) as stock_on_hand_qty,
        sum(stock_value_usd) as stock_value_usd,
        sum(consumption_qty) as consumption_qty,
        sum(average_monthly_consumption_qty) as average_monthly_consumption_qty,
        sum(covered_stock_qty) as covered_stock_qty,
        sum(covered_consumption_qty) as covered_consumption_qty,
        sum(case when is_reported then minimum_qty end) as minimum_qty,
        sum(case when is_reported then maximum_qty end) as maximum_qty,
        sum(case when is_reported and stock_status_code = 'overstocked' then stock_on_hand_qty - maximum_qty end)
            as over_maximum_qty,
        sum(below_minimum_qty) as below_minimum_qty
    from bounded
    group by {{ place | join(', ') }}
),

silent as (
    select
        {% for name in place %}silent.{{ name }}, {% endfor %}
        cast(null as varchar) as load_id,
        {%- for name in item %}
        max(silent.{{ name }}) as {{ name }},
        {%- endfor %}
        {%- for name in counts %}
        -- zero because the report has not come
        {{ 'count(*)' if name == 'unreported_position_count' else '0' }} as {{ name }},
        {%- endfor %}
        {%- for name in quantities %}
        cast(null as double precision) as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('mart_stock_silent') }} as silent
    group by {% for name in place %}silent.{{ name }}{{ ', ' if not loop.last }}{% endfor %}
),

both_kinds as (
    select {{ (place + ['load_id'] + item + counts + quantities) | join(', ') }} from reported
    union all
    select {{ (place + ['load_id'] + item + counts + quantities) | join(', ') }} from silent
),

summed as (
    select
        {{ place | join(', ') }},
        max(load_id) as load_id,
        {%- for name in item %}
        max({{ name }}) as {{ name }},
        {%- endfor %}
        {%- for name in counts + quantities %}
        sum({{ name }}) as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from both_kinds
    group by {{ place | join(', ') }}
)

select {{ mart_columns('mart_stock_by_office') }}
from summed
order by country_code, month_date, office_code, item_code, source_name
