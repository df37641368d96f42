-- One row per source, country and period of a published risk figure at country level: INFORM Risk and Severity,
-- people in food insecurity phases, deaths in organised violence.
--
-- Food security: national figures (area level 0) as staging hands them, never added up from areas here; where several
-- analyses cover the same period, the newest. Deaths of several rows of a country and period are added up.
{%- set scores = ['inform_risk_score', 'hazard_exposure_score', 'vulnerability_score', 'coping_capacity_score',
                  'inform_severity_score', 'scale_max', 'reliability_score'] %}
{%- set phases = ['food_analysed_people', 'food_phase1_people', 'food_phase2_people', 'food_phase3_people',
                  'food_phase4_people', 'food_phase5_people', 'food_insecure_people'] %}
{%- set deaths = ['conflict_deaths', 'conflict_deaths_low', 'conflict_deaths_high'] %}
with scored as (
    select
        source_name,
        max(load_id) as load_id,
        case when count(*) = 1 then max(source_row) end as source_row,
        country_code,
        coalesce(reference_period_start, month_date) as reference_period_start,
        max(reference_period_end) as reference_period_end,
        cast(null as varchar) as analysis_kind,
        methodology_version,
        max(severity_trend) as severity_trend
        {%- for column in scores %},
        max({{ column }}) as {{ column }}
        {%- endfor %}
        {%- for column in phases + deaths %},
        cast(null as double precision) as {{ column }}
        {%- endfor %}
    from {{ feed('risk_scores') }} as scores
    group by source_name, country_code, coalesce(reference_period_start, month_date), methodology_version
),

national as (
    select
        analyses.*,
        row_number() over (
            partition by source_name, country_code, coalesce(reference_period_start, month_date), analysis_kind, methodology_version
            order by analysis_date desc nulls last, reference_period_end desc nulls last, source_row desc nulls last
        ) as newest
    from {{ feed('food_security') }} as analyses
    where area_level = 0
),

analysed as (
    select
        source_name,
        load_id,
        -- A row of food security is made of several of the publisher's: one for each phase, or for each area.
        cast(null as bigint) as source_row,
        country_code,
        coalesce(reference_period_start, month_date) as reference_period_start,
        reference_period_end,
        analysis_kind,
        methodology_version,
        cast(null as varchar) as severity_trend
        {%- for column in scores %},
        cast(null as double precision) as {{ column }}
        {%- endfor %}
        {%- for column in phases %},
        {{ column }}
        {%- endfor %}
        {%- for column in deaths %},
        cast(null as double precision) as {{ column }}
        {%- endfor %}
    from national
    where newest = 1
),

killed as (
    select
        source_name,
        max(load_id) as load_id,
        case when count(*) = 1 then max(source_row) end as source_row,
        country_code,
        coalesce(reference_period_start, month_date) as reference_period_start,
        max(reference_period_end) as reference_period_end,
        cast(null as varchar) as analysis_kind,
        cast(null as varchar) as methodology_version,
        cast(null as varchar) as severity_trend
        {%- for column in scores + phases %},
        cast(null as double precision) as {{ column }}
        {%- endfor %}
        {%- for column in deaths %},
        sum({{ column }}) as {{ column }}
        {%- endfor %}
    from {{ feed('conflict') }} as conflict
    group by source_name, country_code, coalesce(reference_period_start, month_date)
),

together as (
    select * from scored
    union all
    select * from analysed
    union all
    select * from killed
),

merged as (
    select
        source_name,
        max(load_id) as load_id,
        case when count(*) = 1 then max(source_row) end as source_row,
        country_code,
        {{ month_of('reference_period_start') }} as month_date,
        reference_period_start,
        max(reference_period_end) as reference_period_end,
        analysis_kind,
        methodology_version,
        max(severity_trend) as severity_trend
        {%- for column in scores + phases + deaths %},
        max({{ column }}) as {{ column }}
        {%- endfor %}
    from together
    group by source_name, country_code, reference_period_start, analysis_kind, methodology_version
),

derived as (
    select
        merged.*,
        food_phase4_people + food_phase5_people as food_phase4plus_people
    from merged
)

select {{ mart_columns('mart_country_risk') }}
from derived
