-- One row per analysed area, kind of analysis and validity period, as published. Areas do not add up to the
-- published country figure.
select {{ mart_columns('mart_food_security') }}
from {{ feed('food_security') }} as analyses
