-- One row per project title of a programme organisation; attributes on which its activities differ are missing.
with activities as (
    select
        {{ text_code('5W', ['"Programme Organization"', '"Project Title"']) }} as project_code,
        {{ stated('"Project Title"') }} as project_name,
        "Programme Organization" as organisation_name,
        "Implementing Organization" as partner_name,
        trim("Sectors") as sector_name,
        {{ stated('"Donor"') }} as donor_name,
        {{ status_code('"Status"') }} as status_code,
        "Start Date (date)" as start_date,
        "End Date (date)" as end_date,
        load_id
    from {{ raw('projects_5w_cameroon', 'activities') }}
    union all
    select
        {{ text_code('5W', ['"Programme Organization"', '"Project Title"']) }} as project_code,
        {{ stated('"Project Title"') }} as project_name,
        "Programme Organization" as organisation_name,
        "Implementing Organization" as partner_name,
        trim("Sectors") as sector_name,
        {{ stated('"Donor"') }} as donor_name,
        cast(null as varchar) as status_code,
        "Start Date (date)" as start_date,
        "End Date (date)" as end_date,
        load_id
    from {{ raw('projects_5w_cameroon', 'activities_far_north') }}
)

select
    project_code,
    max(project_name) as project_name,
    max(organisation_name) as organisation_name,
    {{ shared_value('partner_name') }} as partner_name,
    'CMR' as country_code,
    {{ shared_value(sector_code('sector_name')) }} as sector_code,
    {{ shared_value('sector_name') }} as sector_name,
    {{ shared_value('donor_name') }} as donor_name,
    {{ shared_value('status_code') }} as status_code,
    min(start_date) as start_date,
    max(end_date) as end_date,
    max(load_id) as load_id
from activities
group by project_code
