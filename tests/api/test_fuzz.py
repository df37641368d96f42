"""The interface against requests made from its own document: no error of ours, and every answer as promised."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase
from hypothesis import settings as given
from schemathesis.checks import (
    CHECKS,
)

EXAMPLES = 25
LEFT_OUT = ("positive_data_acceptance",)
"""A name of a country or donor can have the right shape and be unknown to the build: it is refused."""


@pytest.fixture
def document(server):
    """The document as the server gives it."""
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", server)


schema = schemathesis.pytest.from_fixture("document")


@schema.parametrize()
@given(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_the_document_says(case):
    case.call_and_validate(excluded_checks=[CHECKS.get_one(name) for name in LEFT_OUT])
