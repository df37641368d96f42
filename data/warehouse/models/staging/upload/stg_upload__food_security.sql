-- Food insecurity as sent in the template: one row per area, kind of analysis and period. People in phase 3 or worse are
-- known where the phases 3 to 5 are.
select
  country_code, coalesce(area_code, case when area_level = 0 then country_code end) as area_code, area_name, area_level,
  analysis_kind, "month" as month_date, "month" as reference_period_start, period_end as reference_period_end,
  food_analysed_people, food_phase1_people, food_phase2_people, food_phase3_people, food_phase4_people,
  food_phase5_people, food_phase3_people + food_phase4_people + food_phase5_people as food_insecure_people,
  methodology_version, source_row, load_id
from {{ raw('upload', 'food_phases') }}
