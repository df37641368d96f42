"""Publishers' words for status and sector, as the warehouse maps them."""

import duckdb
import jinja2
import pytest

from data.build import PROJECT

MACROS = PROJECT / "macros"


def mapped(macro: str, word: str | None, file: str = "words.sql"):
    template = jinja2.Environment().from_string((MACROS / file).read_text(encoding="utf-8"))
    query = f"select {getattr(template.module, macro)('word')} from (select cast($1 as varchar) as word)"
    return duckdb.sql(query, params=[word]).fetchall()[0][0]


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Ongoing", "ongoing"),
        ("On going", "ongoing"),
        ("ongoing ", "ongoing"),
        ("on-going", "ongoing"),
        ("goings-o", "ongoing"),
        ("Completed", "completed"),
        ("completd", "completed"),
        ("ended", "completed"),
        ("Done", "completed"),
        ("case closure", "completed"),
        ("Planned (funded)", "planned"),
        ("Planned and funded", "planned"),
        ("Planned: Non-financed", "planned"),
        ("Suspended", "suspended"),
        ("Not specified", None),
        ("a word nobody knows", None),
        (None, None),
        ("2", "ongoing"),
        ("4", "completed"),
        ("5", "cancelled"),
    ],
)
def test_status_words(word, code):
    assert mapped("status_code", word) == code


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Food Security", "FSC"),
        ("Food security", "FSC"),
        ("Cash assistance  ", "CSH"),
        ("Water Sanitation Hygiene", "WSH"),
        ("Emergency Shelter and NFI", "SHL"),
        ("Multi-sector", "MUL"),
        ("Coordination", "OTH"),
        (None, None),
    ],
)
def test_sector_words(word, code):
    assert mapped("sector_code", word) == code


@pytest.mark.parametrize(
    ("code", "sector"),
    [("12240", "NUT"), ("12264", "HEA"), ("11220", "EDU"), ("14032", "WSH"), ("72040", "FSC"), ("72010", "OTH")],
)
def test_purpose_codes_of_the_dac(code, sector):
    assert mapped("dac_sector_code", code, "iati.sql") == sector
    assert mapped("dac_sector_code", None, "iati.sql") is None


def test_a_code_made_of_words_ignores_case_and_blanks_around():
    template = jinja2.Environment().from_string((MACROS / "words.sql").read_text(encoding="utf-8"))
    code = template.module.text_code("5W", ["organisation", "title"])
    rows = duckdb.sql(
        f"select {code} from (values ('WFP', 'Plates'), (' wfp', 'PLATES '), ('WFP', null), ('WFP', 'Cups')) "
        "as given(organisation, title)"
    ).fetchall()
    codes = [row[0] for row in rows]
    assert codes[0] == codes[1] and len(set(codes)) == 3
    assert all(found.startswith("5W-") and len(found) == 15 for found in codes)
