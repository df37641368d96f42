-- One row per source, country and period (year, or month where published by month).
--
-- Published rows may carry some of the quantities each, for example one hazard or one country of origin: they are
-- added up within the source, country and period. New displacements are movements, stocks are people at the end of it.
with dated as (
    select
        displacement.*,
        coalesce(month_date, {{ year_start('plan_year') }}) as period_month_date
    from {{ feed('displacement') }} as displacement
),

summed as (
    select
        source_name,
        max(load_id) as load_id,
        case when count(*) = 1 then max(source_row) end as source_row,
        country_code,
        coalesce(max(plan_year), max(extract(year from period_month_date))) as plan_year,
        period_month_date as month_date,
        min(reference_period_start) as reference_period_start,
        max(reference_period_end) as reference_period_end
        {%- for column in ['conflict_displacements', 'disaster_displacements', 'conflict_idps', 'refugees_hosted',
                           'refugees_originated', 'asylum_seekers_hosted', 'stateless_people', 'returned_people'] %},
        sum({{ column }}) as {{ column }}
        {%- endfor %}
    from dated
    group by source_name, country_code, period_month_date
)

select {{ mart_columns('mart_displacement') }}
from summed
