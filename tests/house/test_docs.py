"""The pages of documentation name only what exists, and speak of the project only."""

import re
from functools import lru_cache
from pathlib import Path

import pytest
import typer.main

from data.source import contracts_of, source_modules
from manage import app
from tests.house.code import ROOT, shown, tracked_files
from tests.house.recipes import new_files
from tests.house.settings_table import PAGE, meanings, page_with_table
from tests.house.test_imports import EVERYTHING, MAY_IMPORT

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("data/seeds/**/*.md")])
SUFFIXES = ["py", "sql", "yml", "yaml", "csv", "md", "txt", "toml", "css", "js", "png", "geojson", "sh", "json", "po"]
IN_THE_HOME = ("raw/", "builds/", "work/", "inbox/", "docs/", "var/", "original/")
"""Folders of the home: they are no part of the repository."""
STRANGERS = [
    r"\bAI[- ](assisted|generated|written)\b",
    r"\b(chat ?gpt|claude|anthropic|openai|copilot|gemini|language model)\b",
    r"\b(co-authored-by|generated with)\b",
    r"(?<![\w/.-])/work/(main|shared)\b",
    r"\b(issue|pull request|ticket|PR|MR) ?#\d+",
    r"\bthis (session|brief|chat|conversation)\b",
    r"\bthe (brief|commissioner|sub-?agent)\b",
    r"\b(TODO|FIXME|XXX:|HACK)\b",
]
"""What has no place in the project: it speaks of itself only, and nothing in it is left for later."""


def texts(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def prose(path: Path) -> str:
    """The page without its fenced blocks."""
    return re.sub(r"^```.*?^```$", "", texts(path), flags=re.MULTILINE | re.DOTALL)


def quoted(path: Path) -> list[str]:
    """What stands in backticks in the page, outside fenced blocks."""
    return re.findall(r"`([^`\n]+)`", prose(path))


def is_path(word: str) -> bool:
    """True for words that name a file or folder of the repository."""
    if re.search(r"[\s<>*=\"'(){}$:]", word) or word.startswith(("/", "-", "..", "http")):
        return False
    return "/" in word or word.rsplit(".", 1)[-1] in SUFFIXES and "." in word


def paths_of(page: Path) -> list[str]:
    return [word for word in quoted(page) if is_path(word)]


def exists(word: str, page: Path) -> bool:
    home = word.startswith(IN_THE_HOME) and page.name in ("operations.md", "architecture.md")
    return home or word in new_files() or (ROOT / word).exists() or (page.parent / word).exists()


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_paths_exist(page):
    assert not [word for word in paths_of(page) if not exists(word, page)]


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)\s]+)\)", prose(page))
    relative = [link.split("#")[0] for link in links if not link.startswith(("http:", "https:", "mailto:", "#"))]
    assert not [link for link in relative if not (page.parent / link).exists()]


@lru_cache(maxsize=1)
def targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", texts(ROOT / "Makefile"), re.MULTILINE))


@lru_cache(maxsize=1)
def commands() -> dict[str, set[str]]:
    """Command with its group, and each group, as written behind manage.py -> its options."""
    found = {}
    waiting = [("", typer.main.get_command(app))]
    while waiting:
        name, command = waiting.pop()
        if hasattr(command, "commands"):
            waiting += [(f"{name} {part}".strip(), below) for part, below in command.commands.items()]
        if name:
            found[name] = {option for parameter in command.params for option in parameter.opts}
    return found


def command_faults(text: str) -> list[str]:
    """Uses of manage.py in a text that are no commands, or have options that the command lacks."""
    found = []
    for used in re.findall(r"manage\.py ((?:[a-z-]+|[A-Z]+)[^`\n&|;#)]*)", text):
        words = used.split()
        name = next((n for n in (" ".join(words[:2]), words[0]) if n in commands()), None)
        options = {word for word in words if word.startswith("--")}
        is_group = any(other.startswith(f"{name} ") for other in commands())
        if name is None or not options <= commands()[name] or (is_group and len(words) > 1):
            found.append(used)
    return found


def files_with_commands() -> list[Path]:
    others = [path for path in tracked_files() if path.suffix in (".py", ".yml", ".sh") and "tests" not in path.parts]
    return [*PAGES, ROOT / "Makefile", *others]


def test_every_make_target_that_is_named_exists():
    named = {word for path in PAGES for word in re.findall(r"`make ([a-z]+)", texts(path))}
    named |= set(re.findall(r"^make ([a-z]+)", texts(ROOT / "README.md"), re.MULTILINE))
    named |= set(re.findall(r"^make ([a-z]+)", texts(ROOT / ".ci/run"), re.MULTILINE))
    assert {"run", "test"} <= named <= targets()


def test_every_command_that_is_named_exists():
    assert "load" in commands() and "builds list" in commands()
    found = {shown(path): faults for path in files_with_commands() if (faults := command_faults(texts(path)))}
    assert not found


def test_every_command_is_described():
    described = re.findall(r"^\| `manage\.py ([a-z]+(?: [a-z]+(?:-[a-z]+)*)?)", texts(PAGE), re.MULTILINE)
    groups = {name.split()[0] for name in commands() if " " in name}
    assert set(commands()) - groups == set(described)


@pytest.mark.parametrize("text", ["`manage.py lod x`", "`manage.py load x --form y`", "manage.py builds show-all"])
def test_a_wrong_command_is_found(text):
    assert command_faults(text)


def test_the_settings_are_in_step():
    assert page_with_table(texts(PAGE)) == texts(PAGE), "run: python -m tests.house.settings_table"
    assert all(len(words) > 15 for words in meanings().values())


def test_every_variable_that_is_named_is_a_setting():
    known = {f"LAGEBILD_{name.upper()}" for name in meanings()}
    for path in [*PAGES, ROOT / "Makefile"]:
        named = set(re.findall(r"LAGEBILD_[A-Z_]*[A-Z]\b(?!<)", texts(path)))
        assert named <= known, shown(path)


def test_the_table_of_imports_is_in_step():
    page = texts(ROOT / "CONTRIBUTING.md").split("### Who may import whom")[1].split("\n#")[0]
    written = {}
    for left, right in re.findall(r"^\| (`.+`) \| (.+) \|$", page, re.MULTILINE):
        allowed = EVERYTHING if right == "everything" else tuple(re.findall(r"`([\w.]+)`", right))
        written |= dict.fromkeys(re.findall(r"`(\w+)`", left), allowed)
    assert written == {name: tuple(sorted(allowed)) for name, allowed in MAY_IMPORT.items()}


def test_every_rule_of_the_house_stands_in_the_table():
    rules = {shown(path) for path in (ROOT / "tests/house").glob("test_*.py")}
    assert rules <= set(quoted(ROOT / "CONTRIBUTING.md"))


def test_the_list_of_raw_tables_is_in_step():
    models = (ROOT / "data/warehouse/models/staging").rglob("*.sql")
    used = {pair for path in models for pair in re.findall(r"raw\('(\w+)',\s*'(\w+)'\)", texts(path))}
    sources = [module.SOURCE.name for module in source_modules()]
    unused = {name: {table for table in contracts_of(name) if (name, table) not in used} for name in sources}
    rows = re.findall(
        r"^\| `(\w+)` \| (.+?) \| .+ \|$", texts(ROOT / "docs/decisions.md").split("stay raw |")[1], re.MULTILINE
    )
    assert {name: set(re.findall(r"`(\w+)`", tables)) for name, tables in rows} == unused


def test_the_readme_fits_a_screen():
    assert len(texts(ROOT / "README.md").splitlines()) <= 60


def strangers(text: str) -> list[str]:
    return [found[0] for pattern in STRANGERS if (found := re.search(pattern, text, re.IGNORECASE))]


def readable() -> list[Path]:
    kinds = {".py", ".sql", ".md", ".yml", ".toml", ".css", ".js", ".sh", ".txt", ""}
    return [
        path
        for path in tracked_files()
        if path.suffix in kinds and path != Path(__file__) and "samples" not in path.parts
    ]


def test_the_project_speaks_of_itself():
    assert len(readable()) > 100
    found = {shown(path): words for path in readable() if (words := strangers(texts(path)))}
    assert not found


@pytest.mark.parametrize("text", ["see issue #12", "as written in /work/main/x", "# TODO later", "in this session we"])
def test_a_stranger_is_found(text):
    assert strangers(text)
