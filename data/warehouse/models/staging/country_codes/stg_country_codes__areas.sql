-- Areas below the country with their P-codes; one row per P-code. The parent of a first-level area is the country.
select
    "P-Code" as area_code,
    "Name" as area_name,
    "Admin Level" as area_level,
    "Parent P-Code" as parent_code,
    country_code,
    "Valid from date" as valid_date,
    load_id
from {{ raw('country_codes', 'pcodes') }}
