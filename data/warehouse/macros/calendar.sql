{#- The date of the data: the day up to which the build knows the world. Never the clock. -#}
{% macro data_date() -%}
  cast('{{ var("data_date") }}' as date)
{%- endmacro %}

{#- Months counted from year 0, so that windows over calendar months need no intervals. -#}
{% macro month_number(day) -%}
  cast(extract(year from {{ day }}) * 12 + extract(month from {{ day }}) - 1 as integer)
{%- endmacro %}

{#- First of January of a year. -#}
{% macro year_start(year) -%}
  cast(cast(cast({{ year }} as integer) as varchar) || '-01-01' as date)
{%- endmacro %}

{#- The value that all rows of a group share, missing when they differ. -#}
{% macro shared(value) -%}
  (case when min({{ value }}) = max({{ value }}) then min({{ value }}) end)
{%- endmacro %}
