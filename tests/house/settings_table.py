"""The table of settings in docs/operations.md: `python -m tests.house.settings_table` writes it anew."""

import ast

from settings import Settings
from tests.house.code import ROOT, tree

PAGE = ROOT / "docs" / "operations.md"
BEGIN = "<!-- settings: written by `python -m tests.house.settings_table` -->\n"
END = "<!-- end of settings -->"


def meanings() -> dict[str, str]:
    """Setting -> the sentence under it in settings.py."""
    declared = next(node for node in tree(ROOT / "settings.py").body if isinstance(node, ast.ClassDef))
    found = {}
    for field, words in zip(declared.body, declared.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(words, ast.Expr):
            found[field.target.id] = words.value.value
    return found


def table() -> str:
    """One line per setting: variable, default, meaning."""
    lines, said = ["| variable | default | meaning |", "|---|---|---|"], meanings()
    for name, field in Settings.model_fields.items():
        shown = "" if field.default in ("", None) else f"`{field.default}`"
        lines.append(f"| `LAGEBILD_{name.upper()}` | {shown} | {said[name]} |")
    return "\n".join(lines) + "\n"


def page_with_table(text: str) -> str:
    """The page with the table of the settings as they are."""
    head, rest = text.split(BEGIN)
    return head + BEGIN + "\n" + table() + "\n" + END + rest.split(END, 1)[1]


if __name__ == "__main__":
    PAGE.write_text(page_with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
