{#- Total of a value over sex, age and disability within a report: the total row if it has the value, else the sum of
    the rows of the most detailed breakdown that covers everybody. Needs detail and the name of the chosen detail. -#}
{% macro total_of(value, chosen_detail) -%}
  coalesce(
        sum(case when detail = 0 then {{ value }} end),
        sum(case when detail = {{ chosen_detail }} then {{ value }} end)
    )
{%- endmacro %}

{#- A value of a place and month out of several reports of the same reporter: sum and max by their name, else the
    newest report that has a result. -#}
{% macro over_reports(value) -%}
  case time_rollup
        when 'sum' then sum({{ value }})
        when 'max' then max({{ value }})
        else max(case when newest = 1 then {{ value }} end)
    end
{%- endmacro %}

{#- Sum over reporters; a rate is not added up, so that it has a value only where there is one reporter. -#}
{% macro over_reporters(value) -%}
  case when max(is_rate) = 1 and count({{ value }}) > 1 then null else sum({{ value }}) end
{%- endmacro %}
