-- One row per activity, currency and month with a budget that begins or an amount paid (disbursement, expenditure).
-- US$ columns hold amounts in US dollars only; original_amount is what was paid, in its own currency. The budget is
-- the sum of the budget periods begun so far; budgets in other currencies stay in the raw table, and so do
-- commitments: the standard has them gross, never net of what was paid on them.
-- Money that the children of an activity report again, and budgets revised for the same period, are left out.
with amounts as (
    select
        "iati-identifier" as project_code,
        country_code,
        {{ month_of('"period-start/@iso-date"') }} as month_date,
        "currency (stated or default)" as currency_code,
        "value" as budget,
        cast(null as double precision) as disbursement,
        cast(null as double precision) as expenditure,
        load_id
    from {{ raw('iati_covid_activities', 'budgets') }}
    where "reported by children" = 0 and "revised" = 0 and "currency (stated or default)" = 'USD'
    union all
    select
        "iati-identifier" as project_code,
        country_code,
        {{ month_of('"transaction-date/@iso-date"') }} as month_date,
        "currency (stated or default)" as currency_code,
        cast(null as double precision) as budget,
        case when "transaction-type/@code" = '3' then "value" end as disbursement,
        case when "transaction-type/@code" = '4' then "value" end as expenditure,
        load_id
    from {{ raw('iati_covid_activities', 'transactions') }}
    where "reported by children" = 0 and "transaction-type/@code" in ('3', '4')
),

months as (
    select
        project_code,
        max(country_code) as country_code,
        month_date,
        currency_code,
        sum(budget) as budget,
        sum(disbursement) as disbursement,
        sum(expenditure) as expenditure,
        sum(coalesce(disbursement, expenditure)) as original_amount,
        max(load_id) as load_id
    from amounts
    group by project_code, month_date, currency_code
)

select
    project_code,
    country_code,
    month_date,
    currency_code,
    original_amount,
    case
        when budget is not null
            then sum(budget) over (partition by project_code, currency_code order by month_date)
    end as budget_usd,
    case when currency_code = 'USD' then disbursement end as disbursement_usd,
    case when currency_code = 'USD' then expenditure end as expenditure_usd,
    load_id
from months
