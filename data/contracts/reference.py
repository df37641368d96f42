"""What a valid row of the table of countries and areas is."""

from data.contract import Contract, integer, number, text

CONTRACTS = {
    "countries": Contract(
        columns={
            "country_code": text(required=True, pattern="[A-Z]{3}"),
            "country_name": text(required=True),
            "iso2_code": text(expected=True, pattern="[A-Z]{2}"),
            "m49_code": text(expected=True, pattern="[0-9]{3}"),
            "region_name": text(expected=True, allowed=("Africa", "Americas", "Asia", "Europe", "Oceania")),
            "subregion_name": text(expected=True),
            "name_en": text(required=True),
            "name_fr": text(required=True),
            "name_es": text(required=True),
            "name_ar": text(required=True),
            "name_ru": text(required=True),
            "name_zh": text(required=True),
            "footnote": text(),
            "is_country": integer(required=True, minimum=0, maximum=1),
            "has_response_plan": integer(required=True, minimum=0, maximum=1),
            "latitude": number(minimum=-90, maximum=90),
            "longitude": number(minimum=-180, maximum=180),
        },
        key=("country_code",),
    )
}
