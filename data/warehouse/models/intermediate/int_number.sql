-- The numbers 0 to 999, one per row: a calendar that every database understands.
with digits as (
    {% for digit in range(10) -%}
    select {{ digit }} as digit {{ 'union all' if not loop.last }}
    {% endfor -%}
)

select ones.digit + 10 * tens.digit + 100 * hundreds.digit as number
from digits as ones
cross join digits as tens
cross join digits as hundreds
