"""What a valid row of the INFORM Severity Index is."""

from data.contract import Contract, date, integer, number, text

CLASSES = ("Very Low", "Low", "Medium", "High", "Very High", "x")
TRENDS = ("Increasing", "Stable", "Decreasing", "-")
DIMENSIONS = (
    "Impact of the crisis",
    "Geographical",
    "Human",
    "Conditions of people affected",
    "People in need",
    "Concentration of conditions",
    "Complexity of the crisis",
    "Society and safety",
    "Operating environment",
)

RESULTS = {
    "CRISIS": text(required=True),
    "CRISIS ID": text(required=True, pattern=r"[A-Z]{3}\d{3}"),
    "COUNTRY": text(required=True),
    "ISO3": text(required=True, country="country_code"),
    "DRIVERS": text(expected=True),
    "INFORM Severity Index": number(expected=True, minimum=0, maximum=10),
    "INFORM Severity category": integer(minimum=1, maximum=5),
    "INFORM Severity category (word)": text(allowed=CLASSES),
    "Trend (last 3 months)": text(allowed=TRENDS),
    "Reliability": text(),
    **{name: number(minimum=0, maximum=10) for name in DIMENSIONS},
    "Regions": text(),
    "Last updated": date(),
    "Release": date(required=True),
    "Scale": text(pattern=r"\(\d+-\d+\)"),
}

CONTRACTS = {
    # No key: the crises sheet has one crisis twice, and a country may stand in the country sheet twice.
    "countries": Contract(columns=RESULTS),
    "crises": Contract(columns=RESULTS),
    "trends": Contract(
        columns={
            "Country": text(),
            "Crisis": text(),
            "Crisis ID": text(required=True),
            "Trend": text(),
            "Month": date(required=True),
            "INFORM Severity Index": number(minimum=0, maximum=10),
        },
        key=("Crisis ID", "Month"),
    ),
}
