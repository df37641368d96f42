-- One row per source, table, load and dimension of quality: what was checked and what passed. month_date is the
-- month of the load.
with loads as (
    select
        load_id,
        source_name,
        max(loaded_at) as loaded_at
    from {{ raw('house', 'loads') }}
    group by load_id, source_name
),

summed as (
    select
        quality.source_name,
        quality.load_id,
        table_name,
        dimension_code,
        max(loads.loaded_at) as loaded_at,
        {{ month_of('max(loads.loaded_at)') }} as month_date,
        sum(checked_count) as checked_count,
        sum(passed_count) as passed_count
    from {{ raw('house', 'quality') }} as quality
    left join loads
        on quality.load_id = loads.load_id and quality.source_name = loads.source_name
    group by quality.source_name, quality.load_id, table_name, dimension_code
)

select {{ mart_columns('mart_data_quality') }}
from summed
