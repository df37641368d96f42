"""Importing a module of ours does nothing: no file, network, database, program, clock or environment.

A fresh process imports every module under an audit hook. Python's own import machinery and the libraries may open
files while they are imported; our own lines may not, nor may anything they call. Network is refused to libraries
too, but for asking the kernel whether this machine has an address of its own (binding to loopback)."""

import ast
import json
import os
import subprocess
import sys

import pytest

from tests.house.code import ROOT, dotted, module_name, python_files, shown, tree

PROBE = """
import importlib, json, os, sys

root, names = sys.argv[1], json.loads(sys.argv[2])
sys.path.insert(0, root)
own = tuple(os.path.join(root, name) for name in json.loads(sys.argv[3]))
FILES = ("open", "os.listdir", "os.scandir", "os.mkdir", "os.rename", "os.remove", "sqlite3.connect", "subprocess.Popen",
         "os.system", "os.exec", "os.posix_spawn", "tempfile.mkstemp", "tempfile.mkdtemp")
found, watching = [], False


def by_our_own_line():
    frame = sys._getframe(2)
    while frame:
        name = frame.f_code.co_filename
        if name.startswith(own):
            return f"{name}:{frame.f_lineno}"
        if name.startswith("<frozen importlib"):
            return None
        frame = frame.f_back
    return None


def hook(event, arguments):
    global watching
    if not watching:
        return
    if event == "socket.bind" and arguments[1][0] in ("::1", "127.0.0.1") and not by_our_own_line():
        return
    if event.startswith("socket.") and event not in ("socket.gethostname", "socket.__new__"):
        found.append([event, repr(arguments[-1:]), "anybody"])
    elif event in FILES:
        watching = False
        line = by_our_own_line()
        watching = True
        if line:
            found.append([event, repr(arguments[:1]), line])


import dash
dash.Dash("probe", use_pages=True, pages_folder="")  # pages register themselves with an app
sys.addaudithook(hook)
for name in names:
    watching = True
    importlib.import_module(name)
    watching = False
print(json.dumps(found))
"""
CLOCK_AND_ENVIRONMENT = ("now", "today", "utcnow", "monotonic", "perf_counter", "getenv", "read_settings", "localtime")


def effects(root, names: list[str], own: list[str], home) -> list:
    """Event, argument and line of everything that importing the modules does."""
    command = [sys.executable, "-c", PROBE, str(root), json.dumps(names), json.dumps(own)]
    environment = {**os.environ, "LAGEBILD_HOME": str(home), "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=home.parent, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_importing_opens_nothing(tmp_path):
    home = tmp_path / "home"
    names = [module_name(path) for path in python_files()]
    own = sorted({f"{path.relative_to(ROOT).parts[0]}" for path in python_files()})
    assert effects(ROOT, names, own, home) == []
    assert not home.exists()


@pytest.mark.parametrize(
    "line",
    [
        "TEXT = open('/etc/hostname').read()",
        "import pathlib; NAMES = list(pathlib.Path('/etc').iterdir())",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import sqlite3; sqlite3.connect(':memory:')",
        "import subprocess; subprocess.run(['true'])",
    ],
)
def test_an_effect_is_found(line, tmp_path):
    (tmp_path / "guilty.py").write_text(line + "\n", encoding="utf-8")
    assert effects(tmp_path, ["guilty"], ["guilty.py"], tmp_path / "home")


def calls_at_import(syntax: ast.AST) -> list[int]:
    """Lines of calls of the clock and the environment outside function bodies; defaults and decorators are outside."""
    found, waiting = [], [syntax]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and "__name__" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Lambda):
            continue
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting += [*node.decorator_list, node.args, *filter(None, [node.returns])]
            continue
        if isinstance(node, ast.Call) and dotted(node.func).rsplit(".", 1)[-1] in CLOCK_AND_ENVIRONMENT:
            found.append(node.lineno)
        if isinstance(node, ast.Attribute) and dotted(node) == "os.environ":
            found.append(node.lineno)
        waiting += ast.iter_child_nodes(node)
    return found


def test_importing_asks_neither_clock_nor_environment():
    found = {shown(path): lines for path in python_files() if (lines := calls_at_import(tree(path)))}
    assert not found


@pytest.mark.parametrize(
    "code",
    [
        "TODAY = date.today()",
        "def f(day=datetime.now()): ...",
        "HOME = os.environ['HOME']",
        "class A:\n    at = read_settings()",
    ],
)
def test_a_call_at_import_is_found(code):
    assert calls_at_import(ast.parse(code))


def test_a_call_inside_a_function_is_allowed():
    assert not calls_at_import(ast.parse("def f():\n    return date.today(), os.environ['HOME']"))
