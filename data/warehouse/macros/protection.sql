{#- Whether a row is part of a result: the same project, indicator, place and month, missing ones being equal. -#}
{% macro same_result(rows, results) -%}
  {{ rows }}.source_name = {{ results }}.source_name
    and {{ rows }}.project_code = {{ results }}.project_code
    and {{ rows }}.indicator_code = {{ results }}.indicator_code
    {%- for column in ['country_code', 'admin1_code'] %}
    and coalesce({{ rows }}.{{ column }}, '') = coalesce({{ results }}.{{ column }}, '')
    {%- endfor %}
    and coalesce({{ rows }}.month_date, date '0001-01-01') = coalesce({{ results }}.month_date, date '0001-01-01')
{%- endmacro %}
