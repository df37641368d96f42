{#- The grain of a mart is unique; missing values in grain columns count as equal. -#}
{% test unique_grain(model, columns) %}
  select {{ columns | join(', ') }}, count(*) as row_count
  from {{ model }}
  group by {{ columns | join(', ') }}
  having count(*) > 1
{% endtest %}

{#- No grain column is missing, except those that the dictionary allows to be. -#}
{% test complete_grain(model, columns) %}
  select * from {{ model }}
  where {% for column in columns %}{{ column }} is null{{ ' or ' if not loop.last }}{% endfor %}
{% endtest %}
