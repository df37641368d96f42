-- One row per reported activity and group of people: the total, and six groups by sex and age where they are sound.
-- Targets that repeat the results in every row of an edition are no targets and stay in the raw table only.
-- A region code that no code of the second level confirms is left out: some rows carry that of a neighbouring region.
{% set groups = [
    ('f', 'under 18', 'Girls under 18'), ('m', 'under 18', 'Boys under 18'),
    ('f', '18-59', 'Women 18-59'), ('m', '18-59', 'Men 18-59'),
    ('f', 'over 59', 'Women > 59'), ('m', 'over 59', 'Men >59'),
] %}
{% set negative_reached %}
    ({% for _, _, name in groups %}coalesce("{{ name }} Reached" < 0, false){{ " or " if not loop.last }}{% endfor %})
{% endset %}
with north_west_south_west as (
    select
        *,
        case
            when {{ stated('"Indicators"') }} is not null and translate("Indicators", '0123456789.', '') <> ''
                then trim("Indicators")
            when {{ stated('"Activities"') }} is not null then trim("Activities")
            else 'People reached, activity not specified'
        end as indicator_name,
        max(case when "G. Targeted" <> "G. Reached" then 1 else 0 end) over () as has_targets,
        {{ negative_reached }} as is_breakdown_unsound
    from {{ raw('projects_5w_cameroon', 'activities') }}
),

far_north as (
    select
        *,
        coalesce({{ stated('"Activities"') }}, 'People reached, activity not specified') as indicator_name,
        {{ negative_reached }} as is_breakdown_unsound
    from {{ raw('projects_5w_cameroon', 'activities_far_north') }}
),

results as (
{% for sex, age, name in [('all', 'all', 'G.')] + groups %}
{% set reached = '"' ~ name ~ ' Reached"' %}
    select
        {{ text_code('5W', ['"Programme Organization"', '"Project Title"']) }} as project_code,
        {{ text_code('NWSW', ['"Sectors"', 'indicator_name']) }} as indicator_code,
        indicator_name,
        'sum' as time_rollup,
        "Sectors" as sector_name,
        "Programme Organization" as organisation_name,
        "Implementing Organization" as partner_name,
        {{ stated('"Donor"') }} as donor_name,
        {{ status_code('"Status"') }} as status_code,
        case
            when substr("Admin2_Pcode", 3, 3) = substr("Admin1_Pcode", 4, 3) then "Admin1_Pcode"
        end as admin1_code,
        "Admin1" as admin1_name,
        "Admin2_Pcode" as admin2_code,
        "Month (date)" as month_date,
        '{{ sex }}' as sex_code,
        '{{ age }}' as age_group,
        {% if sex == 'all' -%}
        case when has_targets = 1 then "G. Targeted" end as people_targeted,
        {%- else -%}
        cast(null as double precision) as people_targeted,
        {%- endif %}
        {{ reached }} as people_reached,
        source_row,
        load_id
    from north_west_south_west
    {% if sex != 'all' %}where {{ reached }} is not null and not is_breakdown_unsound{% endif %}
    union all
    select
        {{ text_code('5W', ['"Programme Organization"', '"Project Title"']) }} as project_code,
        {{ text_code('EN', ['"Sectors"', 'indicator_name']) }} as indicator_code,
        indicator_name,
        'last' as time_rollup,
        "Sectors" as sector_name,
        "Programme Organization" as organisation_name,
        "Implementing Organization" as partner_name,
        {{ stated('"Donor"') }} as donor_name,
        cast(null as varchar) as status_code,
        cast(null as varchar) as admin1_code,
        "Admin1" as admin1_name,
        cast(null as varchar) as admin2_code,
        "Month (date)" as month_date,
        '{{ sex }}' as sex_code,
        '{{ age }}' as age_group,
        "{{ name }} Targeted" as people_targeted,
        {{ reached }} as people_reached,
        source_row,
        load_id
    from far_north
    {% if sex != 'all' -%}
    where ({{ reached }} is not null or "{{ name }} Targeted" is not null) and not is_breakdown_unsound
    {%- endif %}
    {{ 'union all' if not loop.last }}
{% endfor %}
)

select
    results.*,
    {{ sector_code('sector_name') }} as sector_code,
    'CMR' as country_code,
    'people' as indicator_unit,
    'increase' as indicator_direction,
    'all' as disability_code,
    month_date as reference_period_start,
    {{ month_end('month_date') }} as reference_period_end,
    people_targeted as target_value,
    people_reached as result_value
from results
