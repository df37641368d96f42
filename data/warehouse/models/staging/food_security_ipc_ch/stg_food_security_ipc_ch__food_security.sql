-- People by IPC or Cadre Harmonisé phase: one row per area, kind of analysis and validity period.
-- IPC rows are the P-coded HAPI rows that carry no error; level 0 is the published national figure. The Cadre
-- Harmonisé gives the rows that it says to use, for periods that end before the first IPC period of a country.
-- It publishes national rows only where a country has no areas; for others level 0 is the sum of its areas,
-- people analysed being those of areas with a published phase 3 to 5.
with ipc as (
  select
    country_code,
    case "admin_level" when 0 then country_code when 1 then "admin1_code" else "admin2_code" end as area_code,
    case "admin_level" when 1 then "provider_admin1_name" when 2 then "provider_admin2_name" end as area_name,
    "admin_level" as area_level,
    replace("ipc_type", ' ', '_') as analysis_kind,
    min("date_of_analysis") as analysis_date,
    "reference_period_start" as reference_period_start,
    "reference_period_end" as reference_period_end,
    max(case when "ipc_phase" = 'all' then "population_in_phase" end) as food_analysed_people,
    max(case when "ipc_phase" = '1' then "population_in_phase" end) as food_phase1_people,
    max(case when "ipc_phase" = '2' then "population_in_phase" end) as food_phase2_people,
    max(case when "ipc_phase" = '3' then "population_in_phase" end) as food_phase3_people,
    max(case when "ipc_phase" = '4' then "population_in_phase" end) as food_phase4_people,
    max(case when "ipc_phase" = '5' then "population_in_phase" end) as food_phase5_people,
    max(case when "ipc_phase" = '3+' then "population_in_phase" end) as food_insecure_people,
    'IPC' as methodology_version,
    min(source_row) as source_row,
    min(load_id) as load_id
  from {{ raw('food_security_ipc_ch', 'hapi') }}
  where "error" is null
  group by
    country_code, "admin_level", "admin1_code", "admin2_code", "provider_admin1_name", "provider_admin2_name",
    "ipc_type", "reference_period_start", "reference_period_end"
),
first_ipc as (
  select country_code, min(reference_period_start) as first_date from ipc group by country_code
),
cadre as (
  select
    country_code,
    case
      when coalesce("adm3_name", "adm2_5_name", "adm2_name", "adm1_5_name", "adm1_name") is null then country_code
      when "adm3_name" is not null then "adm3_pcod2"
      when "adm2_5_name" is not null then "adm2_5_pcod2"
      when "adm2_name" is not null then "adm2_pcod2"
      when "adm1_5_name" is not null then "adm1_5_pcod2"
      else "adm1_pcod2"
    end as area_code,
    coalesce("adm3_name", "adm2_5_name", "adm2_name", "adm1_5_name", "adm1_name") as area_name,
    case
      when "adm3_name" is not null then 3
      when coalesce("adm2_5_name", "adm2_name") is not null then 2
      when coalesce("adm1_5_name", "adm1_name") is not null then 1
      else 0
    end as area_level,
    case "chtype" when 'current' then 'current' else 'first_projection' end as analysis_kind,
    cast(cast("reference_year" as varchar)
      || case "reference_label" when 'Jan-May' then '-01-01' when 'Jun-Aug' then '-06-01' else '-09-01' end
      as date) as reference_period_start,
    cast(cast("reference_year" as varchar)
      || case "reference_label" when 'Jan-May' then '-05-31' when 'Jun-Aug' then '-08-31' else '-12-31' end
      as date) as reference_period_end,
    "population" as food_analysed_people,
    "phase1" as food_phase1_people,
    "phase2" as food_phase2_people,
    "phase3" as food_phase3_people,
    "phase4" as food_phase4_people,
    "phase5" as food_phase5_people,
    "phase35" as food_insecure_people,
    source_row,
    load_id
  from {{ raw('food_security_ipc_ch', 'cadre_harmonise') }}
  where "usethisperiod" = 'Y'
),
cadre_used as (
  select cadre.*
  from cadre
  left join first_ipc on first_ipc.country_code = cadre.country_code
  where first_ipc.first_date is null or cadre.reference_period_end < first_ipc.first_date
),
cadre_national as (
  select
    country_code,
    country_code as area_code,
    cast(null as varchar) as area_name,
    0 as area_level,
    analysis_kind,
    reference_period_start,
    reference_period_end,
    sum(case when food_insecure_people is not null then food_analysed_people end) as food_analysed_people,
    sum(food_phase1_people) as food_phase1_people,
    sum(food_phase2_people) as food_phase2_people,
    sum(food_phase3_people) as food_phase3_people,
    sum(food_phase4_people) as food_phase4_people,
    sum(food_phase5_people) as food_phase5_people,
    sum(food_insecure_people) as food_insecure_people,
    min(source_row) as source_row,
    min(load_id) as load_id
  from cadre_used
  group by country_code, analysis_kind, reference_period_start, reference_period_end
  having min(area_level) > 0
),
analyses as (
  select
    country_code, area_code, area_name, area_level, analysis_kind, analysis_date, reference_period_start,
    reference_period_end, food_analysed_people, food_phase1_people, food_phase2_people, food_phase3_people,
    food_phase4_people, food_phase5_people, food_insecure_people, methodology_version, source_row, load_id
  from ipc
  union all
  select
    country_code, area_code, area_name, area_level, analysis_kind, cast(null as date) as analysis_date,
    reference_period_start, reference_period_end, food_analysed_people, food_phase1_people, food_phase2_people,
    food_phase3_people, food_phase4_people, food_phase5_people, food_insecure_people,
    'Cadre Harmonisé' as methodology_version, source_row, load_id
  from cadre_used
  union all
  select
    country_code, area_code, area_name, area_level, analysis_kind, cast(null as date) as analysis_date,
    reference_period_start, reference_period_end, food_analysed_people, food_phase1_people, food_phase2_people,
    food_phase3_people, food_phase4_people, food_phase5_people, food_insecure_people,
    'Cadre Harmonisé, sum of areas' as methodology_version, source_row, load_id
  from cadre_national
)
select
  country_code,
  area_code,
  area_name,
  area_level,
  analysis_kind,
  analysis_date,
  reference_period_start,
  reference_period_end,
  {{ month_of('reference_period_start') }} as month_date,
  food_analysed_people,
  food_phase1_people,
  food_phase2_people,
  food_phase3_people,
  food_phase4_people,
  food_phase5_people,
  food_insecure_people,
  methodology_version,
  source_row,
  load_id
from analyses
