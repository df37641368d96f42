{#- First and last year of a published age range such as 0-4 or 6 to 11; missing for everything else, open ranges included. -#}
{% macro age_range_start(age_group) -%}
  {{ part_of_age_range(age_group, 1) }}
{%- endmacro %}

{% macro age_range_end(age_group) -%}
  {{ part_of_age_range(age_group, 3) }}
{%- endmacro %}

{% macro part_of_age_range(age_group, part) -%}
  cast(nullif(
        regexp_replace({{ age_group }}, '^ *([0-9]+) *(-|–|to) *([0-9]+)( years?)? *$', '\{{ part }}'),
        {{ age_group }}
    ) as integer)
{%- endmacro %}
