-- A product in its newest version: one row per product. The price per pack has no stated currency and stays out.
with versions as (
  select
    *,
    row_number() over (partition by id order by versionnumber desc) as newness
  from {{ raw('openlmis_demo_stock', 'orderables') }}
),

groups as (
  select
    uses.orderableid,
    uses.orderableversionnumber,
    case when min(categories.displayname) = max(categories.displayname) then min(categories.displayname) end as item_group
  from {{ raw('openlmis_demo_stock', 'program_orderables') }} as uses
  inner join {{ raw('openlmis_demo_stock', 'orderable_display_categories') }} as categories
    on uses.orderabledisplaycategoryid = categories.id
  group by uses.orderableid, uses.orderableversionnumber
)
select
  versions.id as orderable_id,
  versions.code as item_code,
  versions.fullproductname as item_name,
  groups.item_group,
  versions.load_id
from versions
left join groups on versions.id = groups.orderableid and versions.versionnumber = groups.orderableversionnumber
where versions.newness = 1
