-- One row per item and source.
select {{ mart_columns('ref_item') }}
from {{ feed('items') }} as items
