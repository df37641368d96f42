-- Published figures of needs with the years of their age range and a key of place, year and sector.
select
    needs.*,
    {{ age_range_start('age_group') }} as first_age,
    {{ age_range_end('age_group') }} as last_age,
    coalesce(population_group, 'all') as group_name,
    coalesce(sex_code, 'all') as sex,
    coalesce(age_group, 'all') as age,
    coalesce(disability_code, 'all') as disability,
    {% for part in ['source_name', 'load_id', 'country_code', 'area_code', 'cast(area_level as varchar)',
                    'cast(plan_year as varchar)', 'sector_code', 'sector_name'] -%}
    coalesce({{ part }}, '') {{ "|| '|' ||" if not loop.last }}
    {% endfor -%}
    as place_key
from {{ feed('needs') }} as needs
