"""What a valid row of UNHCR's refugee statistics is."""

from data.contract import Contract, integer, text

PLACES = {
    "year": integer(required=True, minimum=1900, maximum=2100),
    "coo_name": text(required=True),
    "coo": text(required=True),
    "coo_iso": text(required=True, country="origin_country_code"),
    "coa_name": text(required=True),
    "coa": text(required=True),
    "coa_iso": text(required=True, country="asylum_country_code"),
}
KEY = ("year", "coo", "coa")


def _people(*names: str, **rules) -> dict:
    return {name: integer(minimum=0, **rules) for name in names}


CONTRACTS = {
    "population": Contract(
        columns={
            **PLACES,
            **_people("refugees", "asylum_seekers", "idps", "stateless", expected=True),
            **_people("returned_refugees", "returned_idps", "ooc", "oip", "hst"),
        },
        key=KEY,
    ),
    "solutions": Contract(
        columns={**PLACES, **_people("returned_refugees", "resettlement", "naturalisation", "returned_idps")},
        key=KEY,
    ),
    "unrwa": Contract(columns={**PLACES, **_people("total", required=True)}, key=KEY),
    "idmc": Contract(columns={**PLACES, **_people("total", required=True)}, key=KEY),
    # A list of codes: three entries have no ISO code, so countries are not resolved here.
    "countries": Contract(
        columns={
            "iso_code": text(pattern=r"[A-Z]{3}"),
            "unhcr_code": text(required=True),
            "name": text(required=True),
            "unhcr_region": text(),
            "unsd_region": text(),
            "unsd_subregion": text(),
            "unsd_imregion": text(),
        },
        key=("unhcr_code",),
    ),
}
