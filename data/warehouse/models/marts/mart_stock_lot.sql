-- One row per lot of an item at a site at the end of a month, with the first-expiry-first-out cascade.
--
-- Lots are used in the order of their expiry; a lot without expiry date comes last and has no risk figure.
-- With S the running sum of lots, D = consumption x months to expiry (at least 0, a month being 30 days), what is
-- used up to and including lot k is C = S + min(0, min over the lots j up to k of (D - S)): demand is met once.
-- usable = C - C of the lot before; at risk = lot - usable. What is already expired is expired_qty and no risk any
-- more, so that lot = expired + usable + at risk. Days count from the end of the month, or from the date of the
-- data in the month that is still open. Without an average monthly consumption there is no usable and no risk figure.
with counted as (
    select
        lots.*,
        stock.average_monthly_consumption_qty,
        coalesce(lots.country_code, stock.country_code, sites.country_code) as place_country_code,
        coalesce(stock.admin1_code, sites.admin1_code) as admin1_code,
        sites.office_code,
        sites.site_name,
        items.item_name,
        items.item_group,
        items.unit_name,
        items.unit_cost_usd,
        items.children_per_unit,
        {{ days_between('least(' ~ month_end('lots.month_date') ~ ', ' ~ data_date() ~ ')', 'lots.expiry_date') }}
            as expiry_days
    from {{ feed('stock_lots') }} as lots
    left join {{ ref('mart_supply_stock') }} as stock
        on lots.source_name = stock.source_name
        and lots.site_code = stock.site_code
        and lots.item_code = stock.item_code
        and lots.month_date = stock.month_date
    left join {{ feed('sites') }} as sites
        on lots.source_name = sites.source_name and lots.site_code = sites.site_code
    left join {{ feed('items') }} as items
        on lots.source_name = items.source_name and lots.item_code = items.item_code
),

demanded as (
    select
        counted.*,
        case
            when expiry_days <= 0 then 0
            else average_monthly_consumption_qty * expiry_days / 30
        end as demand_qty,
        sum(lot_qty) over cascade as lots_qty
    from counted
    window cascade as (
        partition by source_name, site_code, item_code, month_date
        order by expiry_date nulls last, lot_code
        rows between unbounded preceding and current row
    )
),

limited as (
    select
        demanded.*,
        min(demand_qty - lots_qty) over (
            partition by source_name, site_code, item_code, month_date
            order by expiry_date nulls last, lot_code
            rows between unbounded preceding and current row
        ) as shortest_qty
    from demanded
),

consumed as (
    select
        limited.*,
        lots_qty + case when shortest_qty < 0 then shortest_qty else 0 end as consumed_to_lot_qty
    from limited
),

cascaded as (
    select
        consumed.*,
        consumed_to_lot_qty - lag(consumed_to_lot_qty, 1, cast(0 as double precision)) over (
            partition by source_name, site_code, item_code, month_date
            order by expiry_date nulls last, lot_code
        ) as consumed_qty
    from consumed
),

used as (
    select
        cascaded.*,
        case
            when expiry_date is null then null
            when expiry_days < 0 then 0
            when average_monthly_consumption_qty is null then null
            when consumed_qty < 0 then 0
            when consumed_qty > lot_qty then lot_qty
            else consumed_qty
        end as usable_qty
    from cascaded
),

measured as (
    select
        source_name,
        load_id,
        place_country_code as country_code,
        admin1_code,
        office_code,
        site_code,
        site_name,
        item_code,
        item_name,
        item_group,
        unit_name,
        lot_code,
        month_date,
        expiry_date,
        expiry_days,
        lot_qty,
        unit_cost_usd,
        lot_qty * unit_cost_usd as lot_value_usd,
        average_monthly_consumption_qty,
        {{ flag('expiry_days < 0') }} * lot_qty as expired_qty,
        {{ flag('expiry_days < 0') }} * lot_qty * unit_cost_usd as expired_usd,
        {{ flag('expiry_days between 0 and 30') }} * lot_qty as expiring_30_qty,
        {{ flag('expiry_days between 31 and 90') }} * lot_qty as expiring_90_qty,
        {{ flag('expiry_days between 91 and 180') }} * lot_qty as expiring_180_qty,
        usable_qty,
        case when expiry_days < 0 then 0 else lot_qty - usable_qty end as expiry_risk_qty,
        children_per_unit,
        source_row
    from used
),

valued as (
    select
        measured.*,
        expiry_risk_qty * unit_cost_usd as expiry_risk_usd,
        expiry_risk_qty * children_per_unit as expiry_risk_children
    from measured
)

select {{ mart_columns('mart_stock_lot') }}
from valued
order by country_code, month_date
