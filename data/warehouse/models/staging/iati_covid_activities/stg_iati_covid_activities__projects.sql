-- One row per activity, whatever its hierarchy; country and sector are missing where several share the activity.
select
    "iati-identifier" as project_code,
    "title/narrative" as project_name,
    "reporting-org/narrative" as organisation_name,
    "participating-org (implementing)" as partner_name,
    country_code,
    {{ dac_sector_code('"sector (one)"') }} as sector_code,
    "sector/@code" as sector_name,
    "participating-org (funding)" as donor_name,
    {{ status_code('"activity-status/@code"') }} as status_code,
    coalesce("activity-date (actual start)", "activity-date (planned start)") as start_date,
    coalesce("activity-date (actual end)", "activity-date (planned end)") as end_date,
    case
        when "@humanitarian" in ('1', 'true') then 1
        when "@humanitarian" in ('0', 'false') then 0
    end as is_humanitarian,
    source_row,
    load_id
from {{ raw('iati_covid_activities', 'activities') }}
