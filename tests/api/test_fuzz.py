"""The interface against requests made from its own document: no error of ours, and every answer as promised."""

from collections import Counter

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.document import document
from kpis import all_kpis

EXAMPLES = 40
LEFT_OUT = [positive_data_acceptance]
"""A country or region can have the right shape and be unknown to the build: it is refused."""
PLAIN = {"Accept-Encoding": "identity"}
WITH_PARAMETERS = [path for path, methods in document()["paths"].items() if "parameters" in methods["get"]]
LIMITED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def operations(server):
    """Address -> what the document says of it, as the server gives the document."""
    found = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", server).get_all_operations()
    return {one.path: one for one in (result.ok() for result in found)}


@pytest.mark.parametrize("path", WITH_PARAMETERS)
def test_requests_as_the_document_wants_them_are_answered(operations, path):
    statuses = Counter()

    @LIMITED
    @given(case=operations[path].as_strategy(generation_mode=GenerationMode.POSITIVE))
    def ask(case):
        for name in ("build", "region", "after"):
            case.query.pop(name, None)
        if "country" in case.query:
            case.query["country"] = "AFG,SSD"  # those that the build knows
        answer = case.call(headers=PLAIN)
        statuses[answer.status_code] += 1
        case.validate_response(answer, excluded_checks=LEFT_OUT)

    ask()
    assert statuses[200] >= EXAMPLES / 8
    assert set(statuses) <= {200, 400}


@pytest.mark.parametrize("path", WITH_PARAMETERS)
def test_other_requests_are_refused(operations, path):
    statuses = Counter()

    @LIMITED
    @given(case=operations[path].as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def ask(case):
        answer = case.call(headers=PLAIN)
        statuses[answer.status_code] += 1
        case.validate_response(answer, excluded_checks=LEFT_OUT)

    ask()
    assert statuses[400] and set(statuses) <= {200, 400, 404}  # whether a 200 was right, the check says


@pytest.mark.parametrize("path", sorted(set(document()["paths"]) - set(WITH_PARAMETERS) - {"/openapi.json"}))
def test_addresses_without_parameters_answer_as_the_document_says(operations, path):
    case = operations[path].Case()
    answer = case.call(headers=PLAIN)
    assert answer.status_code == 200
    case.validate_response(answer)


@pytest.mark.parametrize("compare", ["previous", "last-year", "plan"])
def test_every_kpi_answers_as_the_document_says_whatever_it_is_compared_with(operations, compare):
    compared = 0
    for declared in all_kpis():
        case = operations["/kpis/{name}"].Case(path_parameters={"name": declared.name}, query={"compare": compare})
        answer = case.call(headers=PLAIN)
        assert answer.status_code == 200
        case.validate_response(answer)
        compared += answer.json()["value"]["comparison"] is not None
    assert compared >= (1 if compare == "plan" else len(all_kpis()) / 5)
