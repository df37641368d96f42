-- Requirements and funding: one row per plan, country and year, and per cluster of plans in one country;
-- rows without a plan are funding outside any plan. A regional plan has one row per country with its share.
-- A plan that the publisher left without a code goes by its FTS number. Carry-over is not published.
select
  case when id is not null then coalesce(code, 'FTS ' || id) end as plan_code,
  name as plan_name,
  "typeName" as plan_type,
  year as plan_year,
  country_code,
  cast(null as varchar) as cluster_name,
  "startDate" as start_date,
  "endDate" as end_date,
  requirements as requirement_usd,
  funding as funding_usd,
  case when id is null then 0 else 1 end as is_plan,
  source_row,
  load_id
from {{ raw('funding_fts', 'requirements') }}
union all
select
  case when id is not null then coalesce(code, 'FTS ' || id) end,
  name,
  cast(null as varchar),
  year,
  country_code,
  cluster,
  "startDate",
  "endDate",
  requirements,
  funding,
  case when id is null then 0 else 1 end,
  source_row,
  load_id
from {{ raw('funding_fts', 'clusters') }}
