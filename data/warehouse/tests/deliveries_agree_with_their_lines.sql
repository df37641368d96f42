-- Sums over months equal sums over order lines that are not cancelled: every line counts once, dated or not.
with lines as (
    select
        source_name,
        count(*) as line_count,
        sum(case when is_due = 1 then 1 else 0 end) as due_count,
        sum(is_overdue) as overdue_count,
        sum(received_qty) as received_qty
    from {{ ref('mart_delivery_line') }}
    where order_status_code is null or order_status_code <> 'cancelled'
    group by source_name
),

months as (
    select
        source_name,
        sum(line_count) as line_count,
        sum(due_line_count) as due_count,
        sum(overdue_line_count) as overdue_count,
        sum(received_qty) as received_qty
    from {{ ref('mart_aid_delivery') }}
    group by source_name
)

select *
from lines
left join months on lines.source_name = months.source_name
where months.line_count is null
    or lines.line_count <> months.line_count
    or lines.due_count <> months.due_count
    or lines.overdue_count <> months.overdue_count
    or abs(lines.received_qty - months.received_qty) > 0.000001 * abs(lines.received_qty)
