"""What a valid row of the table of published features is."""

from data.contract import Contract, text

CONTRACTS = {
    "features": Contract(
        columns={
            "file": text(required=True),
            "layer": text(required=True, allowed=("countries", "admin1")),
            "id": text(expected=True),
            "name": text(),
            "adm1_code": text(),
            "iso_3166_2": text(),
            "code_hasc": text(),
            "type_en": text(),
            "admin": text(),
            "adm0_a3": text(),
        },
    )
}
