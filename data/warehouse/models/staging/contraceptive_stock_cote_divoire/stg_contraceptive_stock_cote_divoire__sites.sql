-- A health site of Côte d'Ivoire: one row per site code; the publisher gives sites no name.
select
  site_code,
  site_type,
  'CIV' as country_code,
  site_region as admin1_code,
  site_region as admin1_name,
  site_latitude as latitude,
  site_longitude as longitude,
  load_id
from {{ raw('contraceptive_stock_cote_divoire', 'sites') }}
