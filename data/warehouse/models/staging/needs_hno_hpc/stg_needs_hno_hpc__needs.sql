-- Humanitarian needs: one row per published row on people; totals and breakdowns stand side by side, see is_total.
-- A country and year come from its own file where there is one, otherwise from the file of all countries, never from
-- both. Rows that count households are left out. Where several caseloads share a cluster, the one called overall or
-- total is the total of the sector; where none is called so, none is.
with country_files as (
  select
    country_code,
    "Year (file name)" as plan_year,
    "Admin 1 PCode" as admin1_code,
    "Admin 2 PCode" as admin2_code,
    cast(null as varchar) as admin3_code,
    cast(null as varchar) as area_name,
    replace("Sector", '_', '-') as cluster,
    "Sector" as sector_name,
    case when "Population Group" = 'ALL' then 'all' else "Population Group" end as population_group,
    case when "Gender" = 'a' then 'all' else "Gender" end as sex_code,
    case when "Age Range" = 'ALL' then 'all' else "Age Range" end as age_group,
    case "Disabled" when 'y' then 'with' when 'n' then 'without' else 'all' end as disability_code,
    "Population" as population_people,
    "In Need" as people_in_need,
    "Targeted" as people_targeted,
    "Affected" as people_affected,
    "Reached" as people_reached,
    0 as is_called_total,
    source_row,
    load_id
  from {{ raw('needs_hno_hpc', 'hno') }}
),

global_files as (
  select
    country_code,
    "Year (file name)" as plan_year,
    "Admin 1 PCode" as admin1_code,
    "Admin 2 PCode" as admin2_code,
    "Admin 3 PCode" as admin3_code,
    coalesce("Admin 3 Name", "Admin 2 Name", "Admin 1 Name") as area_name,
    "Cluster" as cluster,
    case when "Cluster" = 'ALL' then "Cluster" else coalesce("Description", "Cluster") end as sector_name,
    coalesce(
      nullif(
        regexp_replace(
          regexp_replace(
            case
              when lower("Category") in ('total', 'female', 'male', 'disability', 'people with disabilities') then null
              else "Category"
            end,
            '^(Children|Adults?|Elderly|Total|Y[<>=0-9]+)( - (Female|Male))?( - |$)', ''
          ),
          ' - Total$', ''
        ),
        ''
      ),
      'all'
    ) as population_group,
    case
      when "Category" = 'Female' or "Category" like '% - Female' or "Category" like '% - Female - %' then 'f'
      when "Category" = 'Male' or "Category" like '% - Male' or "Category" like '% - Male - %' then 'm'
      else 'all'
    end as sex_code,
    case
      when "Category" like 'Children%' then 'Children'
      when "Category" like 'Adult%' then 'Adult'
      when "Category" like 'Elderly%' then 'Elderly'
      when "Category" like 'Y<%' or "Category" like 'Y>%' then split_part("Category", ' - ', 1)
      else 'all'
    end as age_group,
    case when "Category" in ('Disability', 'People with Disabilities') then 'with' else 'all' end as disability_code,
    "Population" as population_people,
    "In Need" as people_in_need,
    "Targeted" as people_targeted,
    "Affected" as people_affected,
    "Reached" as people_reached,
    case when "Description" like '%(overall)%' or "Description" like '%(total)%' then 1 else 0 end as is_called_total,
    source_row,
    load_id
  from {{ raw('needs_hno_hpc', 'hpc') }} as every
  where ("Category" is null or "Category" not like '%Households%')
    and not exists (
      select 1
      from {{ raw('needs_hno_hpc', 'hno') }} as own
      where own.country_code = every.country_code and own."Year (file name)" = every."Year (file name)"
    )
),

figures as (
  select
    together.*,
    case
      when cluster in ('PRO-CPM', 'PRO-CPN') then 'CPM'
      when cluster = 'PRO-GBV' then 'GBV'
      when cluster in ('PRO', 'PRO-OVE') then 'PRO'
      when cluster in ('MS', 'RR') then 'MUL'
      when cluster = 'MPC' then 'CSH'
      when cluster = 'ALL' then null
      when cluster in ('HEA', 'NUT', 'WSH', 'EDU', 'FSC', 'SHL', 'CCM', 'LOG', 'ERY') or cluster is null then cluster
      else 'OTH'
    end as sector_code,
    case
      when coalesce(admin3_code, admin2_code, admin1_code) is null and cluster is not null
        and population_group = 'all' and sex_code = 'all' and age_group = 'all' and disability_code = 'all' then 1
      else 0
    end as is_country_total
  from (select * from country_files union all select * from global_files) as together
),

-- OTH gathers sectors whose people overlap: the code stands for no single sector and has no total.
counted as (
  select
    figures.*,
    case when is_country_total = 1 and (sector_code <> 'OTH' or cluster = 'ALL') then 1 else 0 end as is_candidate,
    count(*) over (
      partition by country_code, plan_year, sector_code, cluster = 'ALL', is_country_total
    ) as candidate_count
  from figures
)

select
  country_code,
  coalesce(admin3_code, admin2_code, admin1_code, country_code) as area_code,
  area_name,
  case
    when admin3_code is not null then 3
    when admin2_code is not null then 2
    when admin1_code is not null then 1
    else 0
  end as area_level,
  plan_year,
  sector_code,
  sector_name,
  population_group,
  sex_code,
  age_group,
  disability_code,
  population_people,
  people_in_need,
  people_targeted,
  people_affected,
  people_reached,
  case when cluster = 'ALL' and is_candidate = 1 and candidate_count = 1 then 1 else 0 end as is_total,
  case
    when cluster <> 'ALL' and is_candidate = 1 and (candidate_count = 1 or is_called_total = 1) then 1
    else 0
  end as is_sector_total,
  source_row,
  load_id
from counted
