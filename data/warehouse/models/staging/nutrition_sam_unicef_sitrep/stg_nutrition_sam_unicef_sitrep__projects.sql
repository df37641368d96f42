-- One row per pillar of Humanitarian Action for Children: the programme that the indicators belong to.
select
    "HAC_PILLAR" as project_code,
    max("Humanitarian Action for Children Pillar") as project_name,
    'NUT' as sector_code,
    max(load_id) as load_id
from {{ raw('nutrition_sam_unicef_sitrep', 'admissions') }}
group by "HAC_PILLAR"
