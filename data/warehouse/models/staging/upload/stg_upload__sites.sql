-- Sites as sent in the template: one row per site.
select
  site_code, site_name, site_type, country_code, admin1_code, admin1_name, office_code, office_name,
  latitude, longitude, minimum_months, maximum_months, load_id
from {{ raw('upload', 'sites') }}
