{#- What a row adds to a figure, so that months can be summed: the figure itself where results are of the period, the
    rise over the highest so far for a maximum, else the change since the previous report that has the figure.
    within: further columns, each with a comma behind it, whose every value has months of its own. -#}
{% macro added(value, within='') -%}
  {%- set place = "source_name, project_code, indicator_code, country_code, admin1_code, time_rollup, month_date is null, "
      ~ within ~ value ~ " is null" -%}
  case
        when {{ value }} is null or time_rollup = 'sum' then {{ value }}
        when time_rollup = 'max' then {{ value }} - coalesce(least({{ value }}, max({{ value }}) over (
            partition by {{ place }} order by month_date rows between unbounded preceding and 1 preceding
        -- zero because the first report adds the whole figure
        )), 0)
        else {{ value }} - coalesce(lag({{ value }}) over (
            partition by {{ place }} order by month_date
        -- zero because the first report adds the whole figure
        ), 0)
    end
{%- endmacro %}
