-- One row per mart, source and load that brought rows to it, with file, publisher and licence. A row that sums up
-- rows of several loads counts with the newest of them. Tables and files of a load are listed with commas.
{%- set marts = var('mart_columns').keys() | reject('equalto', 'mart_lineage') | list %}
with brought as (
    {%- for mart in marts %}
    {%- set columns = var('mart_columns')[mart] | map(attribute='name') | list %}
    select
        '{{ mart }}' as mart_name,
        source_name,
        load_id,
        count(*) as row_count,
        {% if 'months_ahead' in columns -%}
        max(case when months_ahead = 0 then {{ month_end('month_date') }} end)
        {%- elif 'reference_period_end' in columns -%}
        max(coalesce(reference_period_end, {{ month_end('month_date') }}))
        {%- elif 'plan_year' in columns -%}
        max({{ add_months(year_start('plan_year'), 12) }} - 1)
        {%- elif 'month_date' in columns -%}
        max({{ month_end('month_date') }})
        {%- else -%}
        cast(null as date)
        {%- endif %} as latest_period_date
    from {{ ref(mart) }}
    where load_id is not null
    group by source_name, load_id
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

loads as (
    select
        load_id,
        source_name,
        string_agg(distinct table_name, ', ' order by table_name) as table_name,
        string_agg(distinct file_name, ', ' order by file_name) as file_name,
        string_agg(distinct file_sha256, ', ' order by file_sha256) as file_sha256,
        max(loaded_at) as loaded_at,
        max(is_demo) as is_demo,
        sum(rows_in_count) as rows_in_count,
        sum(rows_published_count) as rows_published_count,
        sum(rows_superseded_count) as rows_superseded_count,
        sum(rows_quarantined_count) as rows_quarantined_count
    from {{ raw('house', 'loads') }}
    group by load_id, source_name
),

described as (
    select
        brought.mart_name,
        brought.source_name,
        brought.load_id,
        brought.row_count,
        brought.latest_period_date,
        sources.source_title,
        sources.publisher_name,
        sources.licence,
        sources.page_url,
        sources.owner_name,
        sources.expected_days,
        loads.table_name,
        loads.file_name,
        loads.file_sha256,
        loads.loaded_at,
        loads.is_demo,
        loads.rows_in_count,
        loads.rows_published_count,
        loads.rows_superseded_count,
        loads.rows_quarantined_count
    from brought
    left join loads
        on brought.load_id = loads.load_id and brought.source_name = loads.source_name
    left join {{ raw('house', 'sources') }} as sources
        on brought.source_name = sources.source_name
)

select {{ mart_columns('mart_lineage') }}
from described
