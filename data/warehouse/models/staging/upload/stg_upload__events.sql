-- Events as sent in the template: one row per event and country, without a country for all.
select
  event_date, country_code, title as event_title, kind as event_kind, source_url, source_row, load_id
from {{ raw('upload', 'events') }}
