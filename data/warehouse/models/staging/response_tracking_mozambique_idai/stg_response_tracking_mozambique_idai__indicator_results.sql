-- People and households that an activity of the cyclone response targeted and reached: one row per activity.
with activities as (
  select
    *,
    -- The cyclones made landfall in March and April 2019: dates of other years than 2018 to 2020 are typing errors.
    case when extract(year from "#date +start (date)") between 2018 and 2020 then "#date +start (date)" end as start_date,
    case when extract(year from "#date +end (date)") between 2018 and 2020 then "#date +end (date)" end as end_date
  from {{ raw('response_tracking_mozambique_idai', 'activities') }}
)
select
  "#activity +activity +code" as project_code,
  'people_reached' as indicator_code,
  'People reached' as indicator_name,
  'people' as indicator_unit,
  'increase' as indicator_direction,
  'sum' as time_rollup,
  case "#sector +cluster +name"
    when 'Segurança Alimentar' then 'FSC'
    when 'Água, Saneamento e Higiene' then 'WSH'
    when 'Educação' then 'EDU'
    when 'Saúde' then 'HEA'
    when 'Abrigo/ Artigos não alimentares' then 'SHL'
    when 'Nutrição' then 'NUT'
    when 'Proteção' then 'PRO'
    when 'Coordenação e Gestão de Campos' then 'CCM'
    else 'OTH'
  end as sector_code,
  "#sector +cluster +name" as sector_name,
  "#org +funder +name" as organisation_name,
  "#org +impl +name" as partner_name,
  "#event" as programme_code,
  case lower("#status +name")
    when 'concluído' then 'completed'
    when 'concluido' then 'completed'
    when 'em curso' then 'ongoing'
    when 'on going' then 'ongoing'
    when 'planejado' then 'planned'
    when 'suspenso' then 'suspended'
  end as status_code,
  country_code,
  "#adm1 +code" as admin1_code,
  "#adm1 +name" as admin1_name,
  "#adm2 +code" as admin2_code,
  start_date as reference_period_start,
  -- Where the end lies before the start, one of the two is wrong: the period is then open.
  case when end_date >= start_date or start_date is null then end_date end as reference_period_end,
  {{ month_of('start_date') }} as month_date,
  'all' as sex_code,
  'all' as age_group,
  'all' as disability_code,
  "#targeted +ind +num (number)" as target_value,
  "#reached +ind +num (number)" as result_value,
  "#targeted +ind +num (number)" as people_targeted,
  "#reached +ind +num (number)" as people_reached,
  "#targeted +hh (number)" as households_targeted,
  "#reached +hh (number)" as households_reached,
  source_row,
  load_id
from activities
