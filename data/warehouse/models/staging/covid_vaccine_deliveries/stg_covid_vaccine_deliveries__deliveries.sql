-- A reported delivery of COVID-19 vaccine: one row per row of the publisher's table, in doses.
select
  -- The publisher gives deliveries no number, and some rows are alike: the row itself is the key.
  cast(source_row as varchar) as delivery_line_id,
  'received' as order_status_code,
  country_code,
  "Vaccine" as item_code,
  "Vaccine" as item_name,
  'COVID-19 vaccine' as item_group,
  'dose' as unit_name,
  case when lower("Funder") <> 'unknown' then "Funder" end as donor_name,
  "Pipeline" as programme_code,
  "Date (month)" as month_date,
  "Doses" as received_qty,
  source_row,
  load_id
from {{ raw('covid_vaccine_deliveries', 'deliveries') }}
