"""Rows of the upload templates, one contract per template. docs/templates.md is made from these modules."""

from data.contracts.upload.crises import APPEALS, DISPLACEMENT, EVENTS, FOOD_PHASES, NEEDS, RISK_SCORES
from data.contracts.upload.programme import BUDGETS, EXPECTED_REPORTS, INDICATOR_RESULTS, MILESTONES, PROJECTS
from data.contracts.upload.supply import DELIVERIES, ITEMS, SITES, STOCK_BALANCES, STOCK_LOTS

CONTRACTS = {
    "items": ITEMS,
    "sites": SITES,
    "stock_balances": STOCK_BALANCES,
    "stock_lots": STOCK_LOTS,
    "deliveries": DELIVERIES,
    "projects": PROJECTS,
    "milestones": MILESTONES,
    "indicator_results": INDICATOR_RESULTS,
    "budgets": BUDGETS,
    "appeals": APPEALS,
    "risk_scores": RISK_SCORES,
    "food_phases": FOOD_PHASES,
    "needs": NEEDS,
    "displacement": DISPLACEMENT,
    "events": EVENTS,
    "expected_reports": EXPECTED_REPORTS,
}
