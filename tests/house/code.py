"""Our files, as the rules of the house look at them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = (
    "access",
    "api",
    "backup",
    "components",
    "data",
    "delivery",
    "doctor",
    "documents",
    "exports",
    "guards",
    "kpis",
    "ledger",
    "offline",
    "pages",
    "queries",
    "statics",
)
"""Folders of the tree that hold our modules; modules of the root are found by themselves."""


def python_files() -> list[Path]:
    """Every module of ours, without tests and bench, sorted."""
    inside = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return sorted([*ROOT.glob("*.py"), *(path for path in inside if "__pycache__" not in path.parts)])


def sql_files() -> list[Path]:
    """Every SQL file of the warehouse, sorted."""
    return sorted((ROOT / "data" / "warehouse").rglob("*.sql"))


def shown(path: Path) -> str:
    """The path below the root, as messages name it."""
    return path.relative_to(ROOT).as_posix()


def module_name(path: Path) -> str:
    """The dotted name under which a file is imported."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@lru_cache(maxsize=512)
def tree(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a module, methods and inner functions too."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def dotted(node: ast.expr) -> str:
    """The name of a called thing, as far as it is written with dots: `pd.Timestamp.now`."""
    if isinstance(node, ast.Name):
        return node.id
    return f"{dotted(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else ""


def git(*arguments: str) -> subprocess.CompletedProcess:
    """A git command in the root, whoever owns the checkout."""
    command = ["git", "-c", "safe.directory=*", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def tracked_files() -> list[Path]:
    """The files that git knows or would take in, without deleted ones; outside a checkout, all but those that
    .gitignore names."""
    if (ROOT / ".git").exists():
        done = git("ls-files", "--cached", "--others", "--exclude-standard", "-z")
        assert done.returncode == 0, done.stderr
        return sorted({ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()})
    ignored = {line.strip("/*") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split()}
    found = (path for path in ROOT.rglob("*") if path.is_file())
    return sorted(path for path in found if not ignored & {*path.relative_to(ROOT).parts, path.suffix})
