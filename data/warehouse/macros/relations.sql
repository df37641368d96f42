{#- The raw table that a source's read() filled: only rows in force, of all loads. -#}
{% macro raw(source_name, table) -%}
  {{ source('raw', source_name ~ '__' ~ table) }}
{%- endmacro %}

{#- All staging models of a feed, in the columns of the dictionary; columns that a model lacks are missing.
    `feeds` maps a feed to the staging models of the sources that have been loaded. -#}
{% macro feed(name) -%}
  {%- set columns = var('feed_columns')[name] -%}
  {%- set models = var('feeds').get(name, []) -%}
  (
  {%- for model in models %}
    {%- set present = adapter.get_columns_in_relation(ref(model)) | map(attribute='name') | map('lower') | list if execute else [] %}
    select '{{ model[4:].split('__')[0] }}' as source_name, cast(load_id as {{ type_of('text') }}) as load_id
    {%- for column in columns %},
      {% if column.name in present %}cast({{ column.name }} as {{ type_of(column.type) }}){% else %}cast(null as {{ type_of(column.type) }}){% endif %} as {{ column.name }}
    {%- endfor %}
    from {{ ref(model) }}
    {{ 'union all' if not loop.last }}
  {%- else %}
    select cast(null as {{ type_of('text') }}) as source_name, cast(null as {{ type_of('text') }}) as load_id
    {%- for column in columns %}, cast(null as {{ type_of(column.type) }}) as {{ column.name }}{% endfor %}
    where 1 = 0
  {%- endfor %}
  )
{%- endmacro %}

{#- The columns of a mart as the dictionary declares them: order and type. Ends each mart. -#}
{% macro mart_columns(name) -%}
  cast(source_name as {{ type_of('text') }}) as source_name, cast(load_id as {{ type_of('text') }}) as load_id
  {%- for column in var('mart_columns')[name] %},
    cast({{ column.name }} as {{ type_of(column.type) }}) as {{ column.name }}
  {%- endfor %}
{%- endmacro %}

{#- Types of the dictionary in words that DuckDB and PostgreSQL share. -#}
{% macro type_of(kind) -%}
  {{ {'text': 'varchar', 'date': 'date', 'timestamp': 'timestamp', 'integer': 'bigint', 'number': 'double precision', 'flag': 'smallint'}[kind] }}
{%- endmacro %}

{% macro generate_schema_name(custom_schema_name, node) -%}
  {{ custom_schema_name if custom_schema_name else target.schema }}
{%- endmacro %}
