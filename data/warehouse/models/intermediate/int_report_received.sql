-- The day on which the first report of a unit, kind and month arrived. A unit is the site or the office that sent
-- it; budgets and results belong to the office of their project. The day is missing when it was not recorded.
with reports as (
    select 'stock_balances' as report_kind, balances.site_code as unit_code, balances.month_date, balances.reported_date
    from {{ feed('stock_balances') }} as balances
    union all
    select 'stock_balances', sites.office_code, balances.month_date, balances.reported_date
    from {{ feed('stock_balances') }} as balances
    inner join {{ feed('sites') }} as sites
        on balances.source_name = sites.source_name and balances.site_code = sites.site_code
    union all
    select 'indicator_results', projects.office_code, results.month_date, results.reported_date
    from {{ feed('indicator_results') }} as results
    inner join {{ feed('projects') }} as projects
        on results.source_name = projects.source_name and results.project_code = projects.project_code
    union all
    select 'budgets', projects.office_code, budgets.month_date, budgets.reported_date
    from {{ feed('project_budgets') }} as budgets
    inner join {{ feed('projects') }} as projects
        on budgets.source_name = projects.source_name and budgets.project_code = projects.project_code
    union all
    select 'deliveries', sites.office_code, lines.month_date, cast(null as date)
    from {{ feed('deliveries') }} as lines
    inner join {{ feed('sites') }} as sites
        on lines.source_name = sites.source_name and lines.site_code = sites.site_code
)

select
    report_kind,
    unit_code,
    month_date,
    min(reported_date) as reported_date
from reports
where unit_code is not null and month_date is not null
group by report_kind, unit_code, month_date
