-- One row per site and source.
select {{ mart_columns('ref_site') }}
from {{ feed('sites') }} as sites
