-- One row per country or area: UN names in six languages, codes, regions, notes. Where several sources list a
-- country, the house's own reference table counts.
with ranked as (
    select
        countries.*,
        row_number() over (
            partition by country_code
            order by case when source_name = 'reference' then 0 else 1 end, source_name, country_name
        ) as rank_number
    from {{ feed('countries') }} as countries
),

chosen as (
    select * from ranked where rank_number = 1
)

select {{ mart_columns('ref_country') }}
from chosen
