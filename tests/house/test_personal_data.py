"""Nothing about single persons leaves a publisher's file: such columns are marked, and the marts have none."""

import re

import pytest

from data.source import contracts_of, source_modules
from tests.house.test_names import DICTIONARY

PERSON = re.compile(
    r"e-?mail|phone|mobile|focal|contact|interviewer|enumerator|reported[_ ]by(?! children)|user|login|password|birth"
    r"|passport|national[_ ]id|first[_ ]?name|last[_ ]?name|surname|author(?!i[sz])|created[_ ]?by|signed|person_name",
    re.IGNORECASE,
)
"""Words in the name of a column that mean a single person, not a count of people."""


@pytest.mark.parametrize("module", source_modules(), ids=lambda module: module.SOURCE.name)
def test_columns_about_persons_are_marked(module):
    for table, contract in contracts_of(module.SOURCE.name).items():
        kept = (
            set(contract.columns) - set(contract.columns_where("personal")) - set(contract.columns_where("identifier"))
        )
        assert not [f"{table}: {name}" for name in kept if PERSON.search(name)]


def test_some_columns_are_marked():
    marked = {
        name
        for module in source_modules()
        for contract in contracts_of(module.SOURCE.name).values()
        for name in contract.columns_where("personal")
    }
    assert {"reported_by", "userId"} <= marked


def test_the_warehouse_has_no_column_about_a_person():
    assert not [name for name in DICTIONARY["columns"] if PERSON.search(name)]


@pytest.mark.parametrize(
    "name", ["E-mail", "Focal Point", "Phone number", "createdById", "Date of birth", "reported_by"]
)
def test_a_column_about_a_person_is_recognised(name):
    assert PERSON.search(name)


@pytest.mark.parametrize(
    "name", ["people_reached", "site_name", "reported by children", "organisation_name", "partner_name"]
)
def test_counts_and_organisations_are_no_persons(name):
    assert not PERSON.search(name)
