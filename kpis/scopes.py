"""To whom the rows of each mart belong: to a domain, to a country, to a first-level area.

What reads the warehouse and what guards it inside the database both follow these tables, so that they cannot differ.
"""

DOMAIN_OF_MART = {
    "mart_supply_stock": "supply",
    "mart_stock_by_office": "supply",
    "mart_stock_sites": "supply",
    "mart_stock_silent": "supply",
    "mart_stock_lot": "supply",
    "mart_supply_pipeline": "supply",
    "mart_delivery_line": "aid",
    "mart_aid_delivery": "aid",
    "mart_project_progress": "projects",
    "mart_indicator_report": "projects",
    "mart_project_budget": "projects",
    "mart_project": "projects",
    "mart_milestone": "projects",
    "mart_reach_by_class": "projects",
    "mart_funding": "funding",
    "mart_plan_funding": "funding",
    "mart_funding_flow": "funding",
    "mart_country_risk": "risk",
    "mart_food_security": "risk",
    "mart_displacement": "risk",
    "mart_needs": "risk",
}
"""Other marts and all reference tables are open to readers of every domain who may see anything at all."""
DOMAIN_OF_REPORTS = {
    "stock_balances": "supply",
    "indicator_results": "projects",
    "budgets": "projects",
    "deliveries": "aid",
}
"""Kind of report in mart_reporting -> the domain whose readers see who sent it; of other kinds only those of all."""
OPEN_TABLES = ("ref_country", "build_info")
"""Names of countries are no secret: these are never limited."""
WITHOUT_PLACE = ("ref_item",)
"""Tables that name no country and are open to everybody who may see anything: items are the same everywhere."""
OF_ALL_COUNTRIES = ("mart_event",)
"""Rows without a country concern every reader here; elsewhere they are rows whose place is not known."""
OF_WHOLE_COUNTRIES = ("mart_country_risk", "mart_displacement", "mart_event")
"""Figures that exist for whole countries only and are meant for everybody at work in one: open to readers of areas too."""
COUNTRY_ROWS_OPEN = ("ref_population",)
"""Tables of areas whose rows for the whole country are open to readers of areas too."""
ABOUT_LOADS = ("mart_lineage", "mart_data_quality")
"""Tables about loads: a reader sees the loads that brought rows which the reader sees."""
