{#- First and last year of a published age range such as 0-4 or 6 to 11; children without figures are those under 18.
    Missing for everything else, open ranges included. -#}
{% macro age_range_start(age_group) -%}
  case when {{ means_children(age_group) }} then 0 else {{ part_of_age_range(age_group, 1) }} end
{%- endmacro %}

{% macro age_range_end(age_group) -%}
  case when {{ means_children(age_group) }} then 17 else {{ part_of_age_range(age_group, 3) }} end
{%- endmacro %}

{% macro means_children(age_group) -%}
  lower({{ age_group }}) in ('children', 'under 18', '<18', '< 18', 'y<18')
{%- endmacro %}

{% macro part_of_age_range(age_group, part) -%}
  cast(nullif(
        regexp_replace({{ age_group }}, '^ *([0-9]{1,3}) *(-|–|to) *([0-9]{1,3})( years?)? *$', '\{{ part }}'),
        {{ age_group }}
    ) as integer)
{%- endmacro %}
