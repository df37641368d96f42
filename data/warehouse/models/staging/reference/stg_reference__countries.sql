-- Countries, areas and x-codes; one row per country_code.
select
    country_code,
    country_name,
    iso2_code,
    m49_code,
    region_name,
    subregion_name,
    name_en,
    name_fr,
    name_es,
    name_ar,
    name_ru,
    name_zh,
    footnote,
    cast(is_country as smallint) as is_country,
    cast(has_response_plan as smallint) as has_response_plan,
    latitude,
    longitude,
    load_id
from {{ raw('reference', 'countries') }}
