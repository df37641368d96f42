"""What a valid row of the drought targets is."""

from data.contract import Contract, Rule, number, text

_PCODE = r"[A-Z]{2}\d+"

CONTRACTS = {
    "targets": Contract(
        columns={
            "Country": text(required=True, country="country_code"),
            "#adm1+code": text(required=True, pattern=_PCODE),
            "#adm1+name": text(required=True),
            "#adm2+code": text(pattern=_PCODE),
            "#adm2+name": text(),
            "#adm3+code": text(pattern=_PCODE),
            "#adm3+name": text(),
            "#priority": text(),
            "Cluster": text(required=True),
            "Affected (tag)": text(required=True, pattern=r"#(affected|inneed)(\+\w+)*"),
            "Affected": number(minimum=0, expected=True),
            "Target": number(minimum=0, expected=True),
            "Reached": number(minimum=0, expected=True),
            "Affected (as published)": text(),
            "Target (as published)": text(),
            "Reached (as published)": text(),
        },
        key=("Country", "#adm1+code", "#adm2+code", "#adm3+code", "Cluster"),
        rules=(
            Rule("Target, Affected", "the target is above the affected", lambda r: ~(r["Target"] > r["Affected"])),
            Rule("Reached, Target", "more are reached than targeted", lambda r: ~(r["Reached"] > r["Target"])),
        ),
    )
}
