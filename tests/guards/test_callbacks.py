"""Only what the scripts of the app send is answered; anything else that a client invents is refused, and never fails."""

import json

import pytest

from tests.browser.walk import asked

CONTENT = ".._pages_content.children..._pages_store.data.."
VERIFY = {
    "output": "verify-outcome.children",
    "outputs": {"id": "verify-outcome", "property": "children"},
    "inputs": [{"id": "verify-file", "property": "contents", "value": ["data:text/csv;base64,YSxi"]}],
    "state": [{"id": "verify-file", "property": "filename", "value": ["a.csv"]}],
    "changedPropIds": ["verify-file.contents"],
}
PAGE = asked("/supply", "")


def changed(body: dict, **parts) -> dict:
    return {name: value for name, value in {**body, **parts}.items() if value is not None}


def with_value(body: dict, value, part: str = "inputs", place: int = 0) -> dict:
    copy = json.loads(json.dumps(body))
    copy[part][place]["value"] = value
    return copy


def with_id(body: dict, part: str, **own) -> dict:
    copy = json.loads(json.dumps(body))
    copy[part][0].update(own)
    return copy


FORGED = {
    "nothing": {},
    "a list": [],
    "a text": "x",
    "a number": 7,
    "null": None,
    "no inputs": changed(PAGE, inputs=[]),
    "inputs left out": changed(PAGE, inputs=None),
    "one input": changed(PAGE, inputs=PAGE["inputs"][:1]),
    "inputs turned round": changed(PAGE, inputs=PAGE["inputs"][::-1]),
    "a third input": changed(PAGE, inputs=[*PAGE["inputs"], PAGE["inputs"][0]]),
    "inputs that are no list": changed(PAGE, inputs={"0": PAGE["inputs"][0]}),
    "inputs that are no objects": changed(PAGE, inputs=["a", "b"]),
    "inputs in groups": changed(PAGE, inputs=[[PAGE["inputs"][0]], [PAGE["inputs"][1]]]),
    "a component that was never sent": with_id(PAGE, "inputs", id="admin"),
    "a property that was never sent": with_id(PAGE, "inputs", property="href"),
    "a pattern as component": with_id(PAGE, "inputs", id={"type": "x", "index": ["ALL"]}),
    "an input with something beside": with_id(PAGE, "inputs", extra=1),
    "a state that was not asked for": changed(PAGE, state=[{"id": "a", "property": "b", "value": 1}]),
    "a store as state": changed(PAGE, state=[{"id": "_pages_store", "property": "data", "value": {"title": "x"}}]),
    "another output": changed(PAGE, output="verify-outcome.children"),
    "an output that there is not": changed(PAGE, output="secret.children"),
    "an output that is no text": changed(PAGE, output=["a"]),
    "an output of the browser": changed(PAGE, output="_pages_dummy.children"),
    "outputs of another callback": changed(PAGE, outputs=VERIFY["outputs"]),
    "outputs left out": changed(PAGE, outputs=None),
    "outputs doubled": changed(PAGE, outputs=PAGE["outputs"] * 2),
    "an unknown key": changed(PAGE, cancelJob="x"),
    "a background job": changed(PAGE, background={"interval": 1}),
    "changed parts that are no list": changed(PAGE, changedPropIds="x"),
    "changed parts that are no texts": changed(PAGE, changedPropIds=[{}]),
    "changed parts without end": changed(PAGE, changedPropIds=["a.b"] * 1000),
    "a path that is a number": with_value(PAGE, 7),
    "a path that is a list": with_value(PAGE, ["/supply"]),
    "a path that is nothing": with_value(PAGE, None),
    "a path that begins nowhere": with_value(PAGE, "supply"),
    "an empty path": with_value(PAGE, ""),
    "a path with half a sign": with_value(PAGE, "/\ud800"),
    "a query that is an object": with_value(PAGE, {"country": "AFG"}, place=1),
    "a file that is a number": with_value(VERIFY, 7),
    "a file that is a text": with_value(VERIFY, "data:,"),
    "a name that is an object": with_value(VERIFY, {"a": 1}, "state"),
    "no state": changed(VERIFY, state=None),
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_what_no_page_sends_is_refused(client, forged):
    answer = client.post("/_dash-update-component", data=json.dumps(forged), content_type="application/json")
    assert answer.status_code in (400, 403), answer.text[:200]
    assert set(answer.json) == {"message", "request"}


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff\xfe", b"[" * 60_000, b'{"a":' * 60_000, b"nan", b'{"output":"' + b"a" * 60_000]
)
def test_what_is_no_json_is_refused(client, body):
    for kind in ("application/json", "text/plain", "multipart/form-data"):
        answer = client.post("/_dash-update-component", data=body, content_type=kind)
        assert answer.status_code in (400, 403, 415)


def test_what_pages_send_is_answered(client):
    assert client.post("/_dash-update-component", json=PAGE).status_code == 200
    assert (
        "none of ours" in (said := client.post("/_dash-update-component", json=VERIFY)).text or said.status_code == 200
    )


STRANGE = [
    "/\x00",
    "/supply\n",
    "/" + "a" * 5000,
    "//evil.example",
    "/\\evil",
    "/%",
    "/supply/../data",
    "/‮",
]


@pytest.mark.parametrize("path", STRANGE)
@pytest.mark.parametrize(
    "search", ["", "?%", "?country=%00", "?a=1&a=2&a=3", "?build=../../x", "?=", "?" + "x" * 5000, "?\x00"]
)
def test_a_strange_address_never_fails(client, path, search):
    assert client.post("/_dash-update-component", json=asked(path, search)).status_code == 200


def test_of_a_stranger_nothing_is_read(stranger):
    answer = stranger.post("/_dash-update-component", data=b"[" * 60_000, content_type="application/json")
    assert answer.status_code == 401


def test_the_scripts_may_call_no_other_address(client):
    for path in ("/_dash-update-component/x", "/_dash-update-component/"):
        assert client.post(path, json=PAGE, headers={"Sec-Fetch-Site": "same-origin"}).status_code in (400, 404, 405)
