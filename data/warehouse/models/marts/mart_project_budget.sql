-- One row per project, currency and month with money: flows of the month, and sums to date. Amounts in currencies
-- without a stated rate have no US$ value.
--
-- Sums to date run from the first month on and are missing before anything is reported. Commitments are net flows
-- (a commitment that is paid or released is a negative one), so that their sum is what is open. The budget is the
-- one stated last up to the month, else the one of the project, which then stands with one currency only,
-- one that has US$ values.
-- Pace: budget times the elapsed share of the project's time, the share being between 0 and 1.
with months as (
    select
        source_name,
        max(load_id) as load_id,
        case when count(*) = 1 then max(source_row) end as source_row,
        project_code,
        {{ shared('country_code') }} as country_code,
        month_date,
        currency_code,
        sum(original_amount) as original_amount,
        max(budget_usd) as stated_budget_usd,
        sum(allotment_usd) as allotment_usd,
        sum(commitment_usd) as commitment_usd,
        sum(disbursement_usd) as disbursement_usd,
        sum(expenditure_usd) as expenditure_usd,
        sum(cash_transfer_planned_usd) as cash_transfer_planned_usd,
        sum(cash_transfer_actual_usd) as cash_transfer_actual_usd,
        sum(cash_transfer_outstanding_usd) as cash_transfer_outstanding_usd,
        sum(cash_transfer_6_to_9_months_usd) as cash_transfer_6_to_9_months_usd,
        sum(cash_transfer_over_9_months_usd) as cash_transfer_over_9_months_usd
    from {{ feed('project_budgets') }} as budgets
    group by source_name, project_code, month_date, currency_code
),

summed as (
    select
        months.*,
        count(stated_budget_usd) over so_far as budget_number,
        sum(allotment_usd) over so_far as allotment_to_date_usd,
        sum(commitment_usd) over so_far as commitment_to_date_usd,
        sum(disbursement_usd) over so_far as disbursement_to_date_usd,
        sum(expenditure_usd) over so_far as expenditure_to_date_usd,
        row_number() over (
            partition by source_name, project_code, month_date
            order by
                case when coalesce(expenditure_usd, commitment_usd, disbursement_usd, allotment_usd) is null then 1 else 0 end,
                currency_code nulls first
        ) as currency_number
    from months
    window so_far as (
        partition by source_name, project_code, currency_code
        order by month_date
        rows between unbounded preceding and current row
    )
),

budgeted as (
    select
        summed.*,
        max(stated_budget_usd) over (partition by source_name, project_code, currency_code, budget_number) as known_budget_usd
    from summed
),

dated as (
    select
        budgeted.*,
        projects.project_name,
        projects.organisation_name,
        projects.programme_code,
        projects.sector_code,
        projects.donor_name,
        projects.office_code,
        coalesce(budgeted.country_code, projects.country_code) as project_country_code,
        coalesce(known_budget_usd, case when currency_number = 1 then projects.budget_usd end) as budget_usd,
        {{ days_between('projects.start_date', 'projects.end_date') }} + 1 as total_days,
        {{ days_between('projects.start_date', month_end('budgeted.month_date')) }} + 1 as days_since_start
    from budgeted
    left join {{ feed('projects') }} as projects
        on budgeted.source_name = projects.source_name and budgeted.project_code = projects.project_code
),

paced as (
    select
        dated.*,
        case
            when total_days <= 0 or total_days is null then null
            when days_since_start < 0 then 0
            when days_since_start > total_days then total_days
            else days_since_start
        end as elapsed_days
    from dated
),

measured as (
    select
        source_name,
        load_id,
        project_code,
        project_name,
        organisation_name,
        programme_code,
        sector_code,
        donor_name,
        office_code,
        project_country_code as country_code,
        month_date,
        currency_code,
        original_amount,
        budget_usd,
        allotment_usd,
        commitment_usd,
        disbursement_usd,
        expenditure_usd,
        allotment_to_date_usd,
        commitment_to_date_usd,
        disbursement_to_date_usd,
        expenditure_to_date_usd,
        case
            when budget_usd is null or coalesce(expenditure_to_date_usd, commitment_to_date_usd) is null then null
            -- zero because a project that reports only one of the two has used what it reports
            else coalesce(expenditure_to_date_usd, 0) + coalesce(commitment_to_date_usd, 0)
        end as used_to_date_usd,
        elapsed_days,
        case when total_days > 0 then total_days end as total_days,
        budget_usd * elapsed_days / total_days as elapsed_budget_usd,
        cash_transfer_planned_usd,
        cash_transfer_actual_usd,
        cash_transfer_outstanding_usd,
        cash_transfer_6_to_9_months_usd,
        cash_transfer_over_9_months_usd,
        source_row
    from paced
)

select {{ mart_columns('mart_project_budget') }}
from measured
