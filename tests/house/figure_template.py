"""The template of figures in assets/figure_template.js: `python -m tests.house.figure_template` writes it anew."""

import json
import re

from components.sent_figure import template
from tests.house.code import ROOT

SCRIPT = ROOT / "assets" / "figure_template.js"
LINE = re.compile(r"^  var TEMPLATE = .*; /\* template \*/$", re.MULTILINE)


def script_with_template(text: str) -> str:
    """The script with the template as it is."""
    held = json.dumps(template(), sort_keys=True, ensure_ascii=False)
    return LINE.sub(lambda _found: f"  var TEMPLATE = {held}; /* template */", text)


if __name__ == "__main__":
    SCRIPT.write_text(script_with_template(SCRIPT.read_text(encoding="utf-8")), encoding="utf-8")
