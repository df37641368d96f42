{{ config(severity='warn') }}
-- Two different scores of one source for a country and month would leave no figure.
select source_name, country_code, month_date
from {{ ref('mart_country_risk') }}
group by source_name, country_code, month_date
having count(inform_risk_score) > 1 or count(inform_severity_score) > 1
