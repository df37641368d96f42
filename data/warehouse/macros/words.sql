{#- Publishers' words for the status of a project -> status_code. A word that is not listed, and words that say
    that nothing is known (not specified), are missing. IATI codes of activity status stand in the same table. -#}
{% macro status_code(words) -%}
  {%- set table = {
    'planned': ['planned', 'planned (funded)', 'planned and funded', 'planned: non-financed', 'pipeline', '1'],
    'ongoing': ['ongoing', 'on going', 'on-going', 'goings-o', 'implementation', 'active', '2'],
    'completed': ['completed', 'completd', 'ended', 'done', 'case closure', 'closed', 'finalisation', '3', '4'],
    'cancelled': ['cancelled', 'canceled', '5'],
    'suspended': ['suspended', '6'],
  } -%}
  {{ word_case(words, table) }}
{%- endmacro %}

{#- Publishers' words for sectors and clusters -> sector_code; a word that is not listed is OTH, none is missing. -#}
{% macro sector_code(words) -%}
  {%- set table = {
    'HEA': ['health'],
    'NUT': ['nutrition'],
    'WSH': ['wash', 'water sanitation hygiene', 'water, sanitation and hygiene'],
    'EDU': ['education'],
    'PRO': ['protection'],
    'CPM': ['child protection'],
    'GBV': ['gbv', 'gender-based violence', 'gender based violence'],
    'FSC': ['food security', 'food security & nutrition', 'food security and livelihoods'],
    'SHL': ['shelter and nfi', 'emergency shelter and nfi', 'shelter', 'shelter/nfi'],
    'CCM': ['camp coordination and camp management', 'cccm'],
    'LOG': ['logistics'],
    'MUL': ['multi-sector', 'multisector', 'multi sector'],
    'ERY': ['early recovery'],
    'CSH': ['cash', 'cash assistance', 'multi-purpose cash'],
  } -%}
  {{ word_case(words, table, "'OTH'") }}
{%- endmacro %}

{#- A case over a table code -> words, compared without case and blanks around. -#}
{% macro word_case(words, table, otherwise='null') -%}
  (case when {{ words }} is null then null
  {%- for code, spellings in table.items() %}
        when lower(trim({{ words }})) in ('{{ spellings | join("', '") }}') then '{{ code }}'
  {%- endfor %}
        else {{ otherwise }} end)
{%- endmacro %}

{#- A short code for something that the publisher names and does not number: the same words, whatever their case
    and the blanks around them, give the same code. -#}
{% macro text_code(prefix, parts) -%}
  ('{{ prefix }}-' || substr(md5(
    {%- for part in parts %}coalesce(lower(trim({{ part }})), ''){{ " || '|' || " if not loop.last }}{% endfor -%}
  ), 1, 12))
{%- endmacro %}

{#- The value that all rows of a group share; missing where they differ. -#}
{% macro shared_value(column) -%}
  (case when min({{ column }}) = max({{ column }}) then min({{ column }}) end)
{%- endmacro %}

{#- Missing where the publisher writes in words that nothing is stated. -#}
{% macro stated(words) -%}
  (case when lower(trim({{ words }})) not in ('not specified', 'n/a', 'na', '-') then trim({{ words }}) end)
{%- endmacro %}
