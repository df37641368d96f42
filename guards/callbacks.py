"""What pages send: only what their own scripts send, with the inputs, states and outputs that the app declared.

Dash passes on whatever a client writes under the name of an input or a state."""

import json
from collections.abc import Callable

from dash import Dash
from flask import abort, request

from guards.outer import CALLBACKS

KEYS = frozenset(("output", "outputs", "inputs", "changedPropIds", "parsedChangedPropsIds", "state"))
MOST_PARTS = 64
VALUES = {
    "_pages_location.pathname": lambda value: isinstance(value, str) and value.startswith("/"),
    "_pages_location.search": lambda value: value is None or isinstance(value, str),
    "verify-file.contents": lambda value: value is None or isinstance(value, list),
    "verify-file.filename": lambda value: value is None or isinstance(value, list),
}
"""What the value of an input or state may be; one that is not here may be anything that JSON can hold."""


def refusal_of_forged(app: Dash) -> Callable[[], None]:
    """What refuses, with 400, a request of a page that no page of this app sends."""

    def refuse_forged() -> None:
        if request.path == CALLBACKS and not is_declared(request.get_json(silent=True), app.callback_map):
            abort(400)

    return refuse_forged


def shallow(loads: Callable) -> Callable:
    """What reads JSON, so that a text nested without end is a wrong text, and no failure of ours."""

    def read(*given, **options):
        try:
            return loads(*given, **options)
        except RecursionError:
            raise ValueError("nested too deeply") from None

    return read


def is_declared(body: object, declared: dict) -> bool:
    """Whether a body asks for one of the declared callbacks, with the parts that it has, and whole texts in them."""
    if not isinstance(body, dict) or not set(body) <= KEYS or not isinstance(body.get("output"), str):
        return False
    found = declared.get(body["output"])
    if found is None or "callback" not in found or not _is_sayable(body):
        return False
    given = (body.get("inputs"), body.get("state", []))
    return _outputs_fit(body) and all(
        _fits(parts, wanted) for parts, wanted in zip(given, (found["inputs"], found["state"]), strict=True)
    )


def _fits(given: object, wanted: list[dict]) -> bool:
    """Whether these are the inputs, or states, that were declared, in their order, with values of their types."""
    if not isinstance(given, list) or len(given) != len(wanted):
        return False
    return all(
        isinstance(one, dict)
        and (one.get("id"), one.get("property")) == (want["id"], want["property"])
        and set(one) <= {"id", "property", "value"}
        and VALUES.get(f"{want['id']}.{want['property']}", lambda _value: True)(one.get("value"))
        for one, want in zip(given, wanted, strict=True)
    )


def _outputs_fit(body: dict) -> bool:
    """Whether the outputs that are listed are those that the name of the callback says."""
    listed = body.get("outputs")
    many = isinstance(listed, list)
    names = [_name(one) for one in (listed if many else [listed])]
    return body["output"] == (f"..{'...'.join(names)}.." if many else names[0]) and _changed_fit(body)


def _name(output: object) -> str:
    if not isinstance(output, dict) or set(output) != {"id", "property"}:
        return ""
    return f"{output['id']}.{output['property']}"


def _changed_fit(body: dict) -> bool:
    changed = body.get("changedPropIds", [])
    return isinstance(changed, list) and len(changed) <= MOST_PARTS and all(isinstance(one, str) for one in changed)


def _is_sayable(body: object) -> bool:
    """Whether all texts are text: half a sign of two halves can be written in JSON, and in nothing else."""
    try:
        json.dumps(body, ensure_ascii=False).encode()
    except (UnicodeEncodeError, RecursionError):
        return False
    return True
