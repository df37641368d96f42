{#- 1 where the condition holds, 0 where it does not, missing where it cannot be told. -#}
{% macro flag(condition) -%}
  cast(({{ condition }}) as integer)
{%- endmacro %}

{#- First day of the month of a date. -#}
{% macro month_of(day) -%}
  cast(date_trunc('month', {{ day }}) as date)
{%- endmacro %}

{#- A date some months later (earlier when below 0). -#}
{% macro add_months(day, months) -%}
  cast({{ day }} + ({{ months }}) * interval '1 month' as date)
{%- endmacro %}

{#- Last day of the month of a date. -#}
{% macro month_end(day) -%}
  cast(date_trunc('month', {{ day }}) + interval '1 month' - interval '1 day' as date)
{%- endmacro %}

{#- Whole days from one date to another, missing when one is missing. -#}
{% macro days_between(start, finish) -%}
  (cast({{ finish }} as date) - cast({{ start }} as date))
{%- endmacro %}
