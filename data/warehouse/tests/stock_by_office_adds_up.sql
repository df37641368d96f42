-- Offices have every position of mart_supply_stock once, and each position has one status.
with positions as (
    select
        month_date,
        count(*) as position_count,
        sum(is_stock_reported) as reported_position_count,
        sum(is_stocked_out) as stocked_out_count,
        sum(is_understocked) as understocked_count,
        sum(is_stocked_to_plan) as stocked_to_plan_count,
        sum(is_overstocked) as overstocked_count,
        sum(has_no_consumption) as no_consumption_count
    from {{ ref('mart_supply_stock') }}
    group by month_date
),

offices as (
    select
        month_date,
        sum(case when load_id is not null then 1 else 0 end) as office_count,
        sum(reported_position_count) as reported_position_count,
        sum(unreported_position_count) as unreported_position_count,
        sum(stocked_out_count) as stocked_out_count,
        sum(understocked_count) as understocked_count,
        sum(stocked_to_plan_count) as stocked_to_plan_count,
        sum(overstocked_count) as overstocked_count,
        sum(no_consumption_count) as no_consumption_count,
        sum(unknown_status_count) as unknown_status_count
    from {{ ref('mart_stock_by_office') }}
    group by month_date
)

select *
from offices
full outer join positions on offices.month_date = positions.month_date
where (positions.month_date is null and office_count > 0)
    or (offices.month_date is null)
    or offices.reported_position_count <> positions.reported_position_count
    or offices.reported_position_count + offices.unreported_position_count < positions.position_count
    or offices.stocked_out_count <> positions.stocked_out_count
    or offices.understocked_count <> positions.understocked_count
    or offices.stocked_to_plan_count <> positions.stocked_to_plan_count
    or offices.overstocked_count <> positions.overstocked_count
    or offices.no_consumption_count <> positions.no_consumption_count
    or offices.stocked_out_count + offices.understocked_count + offices.stocked_to_plan_count
        + offices.overstocked_count + offices.no_consumption_count + offices.unknown_status_count
        <> offices.reported_position_count
