-- One row per area below the country. Where several sources list an area, the newest validity counts.
with ranked as (
    select
        areas.*,
        row_number() over (
            partition by area_code
            order by
                case when source_name = 'reference' then 0 else 1 end,
                valid_date desc nulls last,
                source_name,
                area_name
        ) as rank_number
    from {{ feed('areas') }} as areas
),

chosen as (
    select * from ranked where rank_number = 1
)

select {{ mart_columns('ref_area') }}
from chosen
