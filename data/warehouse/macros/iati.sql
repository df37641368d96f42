{#- DAC purpose code (CRS) of an IATI activity -> sector_code; codes of other sectors are OTH, none is missing. -#}
{% macro dac_sector_code(code) -%}
  (case when {{ code }} is null then null
        when {{ code }} = '12240' then 'NUT'
        when substr({{ code }}, 1, 2) in ('12', '13') then 'HEA'
        when substr({{ code }}, 1, 2) = '11' then 'EDU'
        when {{ code }} = '72012' then 'EDU'
        when {{ code }} = '72011' then 'HEA'
        when substr({{ code }}, 1, 2) = '14' then 'WSH'
        when {{ code }} = '15180' then 'GBV'
        when {{ code }} in ('72040', '52010') then 'FSC'
        when substr({{ code }}, 1, 3) = '730' then 'ERY'
        else 'OTH' end)
{%- endmacro %}
