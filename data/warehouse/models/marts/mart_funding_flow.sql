-- One row per single funding flow as published.
select {{ mart_columns('mart_funding_flow') }}
from {{ feed('funding_flows') }} as flows
