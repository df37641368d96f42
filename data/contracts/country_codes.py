"""What a valid row of each list of codes is."""

from data.contract import Contract, date, integer, number, text

LANGUAGES = ("English", "French", "Spanish", "Russian", "Chinese", "Arabic")
ALPHA_2 = {"pattern": "[A-Z]{2}"}
ALPHA_3 = {"pattern": "[A-Z]{3}"}
NUMERIC = {"pattern": "[0-9]{1,3}"}
YES_NO = {"allowed": ("Y", "N")}

COUNTRY_CODES = Contract(
    columns={
        "ISO3166-1-Alpha-3": text(required=True, country="country_code", **ALPHA_3),
        "ISO3166-1-Alpha-2": text(required=True, **ALPHA_2),
        "ISO3166-1-numeric": text(required=True, **NUMERIC),
        "M49": text(expected=True, **NUMERIC),
        "official_name_en": text(required=True),
        "official_name_fr": text(),
        "official_name_es": text(),
        "official_name_ar": text(),
        "official_name_ru": text(),
        "official_name_cn": text(),
        "CLDR display name": text(),
        "is_independent": text(),
        "Capital": text(),
        "Dial": text(),
        "ISO4217-currency_alphabetic_code": text(),
        "Region Code": text(),
        "Region Name": text(expected=True),
        "Sub-region Code": text(),
        "Sub-region Name": text(expected=True),
        "Intermediate Region Code": text(),
        "Intermediate Region Name": text(),
        "Least Developed Countries (LDC)": text(allowed=("x",)),
        "Land Locked Developing Countries (LLDC)": text(allowed=("x",)),
        "Small Island Developing States (SIDS)": text(allowed=("x",)),
    },
    key=("ISO3166-1-Alpha-3",),
    extra=frozenset(
        {"Continent", "DS", "EDGAR", "FIFA", "FIPS", "GAUL", "Geoname ID", "Global Code", "Global Name", "IOC", "ITU"}
        | {"ISO4217-currency_country_name", "ISO4217-currency_minor_unit", "ISO4217-currency_name"}
        | {"ISO4217-currency_numeric_code", "Languages", "MARC", "TLD", "WMO", "wikidata_id"}
        | {f"UNTERM {language} {form}" for language in LANGUAGES for form in ("Short", "Formal")}
    ),
)

ISO3166_REGIONS = Contract(
    columns={
        "name": text(required=True),
        "alpha-2": text(required=True, **ALPHA_2),
        "alpha-3": text(required=True, country="country_code", **ALPHA_3),
        "country-code": text(required=True, pattern="[0-9]{3}"),
        "iso_3166-2": text(),
        "region": text(expected=True),
        "sub-region": text(expected=True),
        "intermediate-region": text(),
        "region-code": text(),
        "sub-region-code": text(),
        "intermediate-region-code": text(),
    },
    key=("alpha-3",),
)

OCHA_TAXONOMY = Contract(
    columns={
        "ID": text(required=True),
        "RW ID": text(),
        "m49 numerical code": text(**NUMERIC),
        "HPC Tools API ID": text(),
        "Independent": text(**YES_NO),
        "Deprecated": text(**YES_NO),
        "Has HRP": text(**YES_NO),
        "In GHO": text(**YES_NO),
        "ISO 3166-1 Alpha 2-Codes": text(**ALPHA_2),
        # Neither the codes nor the names are resolved: the list also holds parts of countries, such as the Azores.
        "ISO 3166-1 Alpha 3-Codes": text(**ALPHA_3),
        "x Alpha2 codes": text(**ALPHA_2),
        "x Alpha3 codes": text(**ALPHA_3),
        "Preferred Term": text(required=True),
        "HPC Tools Alt Term": text(),
        "RW Short Name": text(),
        **{f"{language} Short": text() for language in LANGUAGES},
        **{f"M49 {language}": text() for language in LANGUAGES},
        "Latitude": number(minimum=-90, maximum=90),
        # Fiji and one other area have longitudes counted eastwards beyond 180 degrees.
        "Longitude": number(minimum=-180, maximum=360),
        "Region Code": text(),
        "Region Name": text(),
        "Sub-region Code": text(),
        "Sub-region Name": text(),
        "Intermediate Region Code": text(),
        "Intermediate Region Name": text(),
        "World Bank Income Level": text(),
        "Currency": text(),
        "Reference Period Start": date(),
    },
    key=("ID",),
    extra=frozenset(
        {"Appears in UNTERM list", "Appears in DGACM list", "ISO Alt Term", "DGACM Alt Term", "RW API Alt Term"}
        | {"English Formal", "Admin Level", "Regex", "Concatenation"}
    ),
)

PCODES = Contract(
    columns={
        "Location": text(required=True, country="country_code", **ALPHA_3),
        "Admin Level": integer(required=True, minimum=1, maximum=5),
        "P-Code": text(required=True),
        "Name": text(expected=True),
        "Parent P-Code": text(required=True),
        "Valid from date": date(expected=True),
    },
    key=("Location", "Admin Level", "P-Code"),
)

PCODE_LENGTHS = Contract(
    columns={
        "Location": text(required=True, country="country_code", **ALPHA_3),
        "Country Length": integer(minimum=0),
        # Text, because some countries mix lengths ("7|3").
        **{f"Admin {level} Length": text(pattern=r"-?\d+(\|-?\d+)*") for level in range(1, 6)},
    },
    key=("Location",),
)

CONTRACTS = {
    "country_codes": COUNTRY_CODES,
    "iso3166_regions": ISO3166_REGIONS,
    "ocha_taxonomy": OCHA_TAXONOMY,
    "pcodes": PCODES,
    "pcode_lengths": PCODE_LENGTHS,
}
