-- One row per project version; country and sector are missing where the publisher names several or none.
select
    "versionCode" as project_code,
    "name" as project_name,
    "organizations" as organisation_name,
    "partners" as partner_name,
    country_code,
    {{ sector_code('"globalCluster (one)"') }} as sector_code,
    "globalClusters" as sector_name,
    "Response plan code" as plan_code,
    "startDate" as start_date,
    "endDate" as end_date,
    "currentRequestedFunds" as requested_usd,
    source_row,
    load_id
from {{ raw('projects_3rp_syria_2022', 'projects') }}
