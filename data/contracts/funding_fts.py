"""What a valid row of the FTS tables is."""

from data.contract import Contract, Rule, date, integer, number, text

_YEAR = {"required": True, "minimum": 1990, "maximum": 2100}

DATES_IN_ORDER = Rule(
    "startDate, endDate",
    "the plan ends before it begins",
    lambda rows: ~(rows["endDate"] < rows["startDate"]),
)
OUTSIDE_WITHOUT_REQUIREMENTS = Rule(
    "id, requirements",
    "funding outside any plan has requirements",
    lambda rows: rows["id"].notna() | rows["requirements"].isna(),
)
PERIOD_IN_ORDER = Rule(
    "destUsageYearStart, destUsageYearEnd",
    "the use of the money ends before it begins",
    lambda rows: ~(rows["destUsageYearEnd"] < rows["destUsageYearStart"]),
)

_PLAN = {
    "countryCode": text(required=True, country="country_code"),
    "id": text(),
    "name": text(required=True),
    "code": text(),
}
_PLAN_DATES = {"startDate": date(), "endDate": date(), "year": integer(**_YEAR)}
_MONEY = {"requirements": number(minimum=0), "funding": number(expected=True), "percentFunded": number(minimum=0)}

_FLOW_TEXTS = (
    "description",
    "srcOrganization",
    "srcOrganizationTypes",
    "srcLocations",
    "destPlan",
    "destPlanCode",
    "destPlanId",
    "destOrganization",
    "destOrganizationTypes",
    "destGlobalClusters",
    "destLocations",
    "destProject",
    "destProjectCode",
    "destEmergency",
    "contributionType",
    "flowType",
    "method",
    "boundary",
    "onBoundary",
    "keywords",
    "refCode",
)

INCOMING = Contract(
    columns={
        "id": text(required=True),
        "date": date(required=True),
        "budgetYear": integer(),
        "amountUSD": number(required=True),
        "status": text(required=True, allowed=("commitment", "paid", "pledge")),
        "originalAmount": number(),
        "originalCurrency": text(pattern="[A-Z]{3}"),
        "exchangeRate": number(minimum=0),
        "destLocations (single)": text(country="country_code"),
        "firstReportedDate": date(expected=True),
        "decisionDate": date(),
        "createdAt": date(),
        "updatedAt": date(),
        **{f"{side}UsageYear{edge}": integer() for side in ("src", "dest") for edge in ("Start", "End")},
        **{name: text() for name in _FLOW_TEXTS},
    },
    # A flow stands once per place and project that shares it, so that rows may even repeat word for word: no key.
    rules=(PERIOD_IN_ORDER,),
)

CONTRACTS = {
    "requirements": Contract(
        columns={**_PLAN, "typeId": text(), "typeName": text(), **_PLAN_DATES, **_MONEY},
        key=("countryCode", "id", "year"),
        rules=(DATES_IN_ORDER, OUTSIDE_WITHOUT_REQUIREMENTS),
    ),
    "clusters": Contract(
        columns={**_PLAN, **_PLAN_DATES, "clusterCode": text(), "cluster": text(required=True), **_MONEY},
        key=("countryCode", "id", "year", "cluster"),
        rules=(DATES_IN_ORDER,),
    ),
    "incoming": INCOMING,
    "covid": Contract(
        columns={
            **_PLAN,
            "typeId": text(),
            "typeName": text(),
            **_PLAN_DATES,
            "requirements": number(minimum=0),
            "funding": number(expected=True),
            "covidFunding": number(expected=True),
            "covidPercentageOfFunding": number(minimum=0),
        },
        key=("countryCode", "id", "year"),
        rules=(DATES_IN_ORDER,),
    ),
    "plans": Contract(
        columns={
            "code": text(),
            "internalId": text(required=True),
            "startDate": date(expected=True),
            "endDate": date(expected=True),
            "planVersion": text(required=True),
            "categories": text(),
            "locations": text(),
            "years": text(),
            "origRequirements": number(minimum=0),
            "revisedRequirements": number(minimum=0, expected=True),
        },
        key=("internalId",),
        rules=(DATES_IN_ORDER,),
    ),
}
