"""Scanners for known faults: `python -m tests.house.scanners` as part of `make check`.

bandit reads our own lines; what it finds must be justified in pyproject.toml. pip-audit asks a service on the internet
whether a pinned version has a known fault; where the service is not reached, that is said and nothing is proved. With
--online the service must be reached. PIP_AUDIT_OSV_URL names another service that speaks like https://api.osv.dev."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.house.code import PACKAGES, ROOT

NOT_REACHED = ("ConnectionError", "NameResolutionError", "Timeout", "ProxyError", "Max retries", "ServiceError")
SKIPPED = "pip-audit: skipped, the service for known faults is not reachable from here; run `make audit` where it is"


def exceptions() -> list[dict]:
    """test, paths, why of each."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["lagebild"]["bandit"]


def bandit_findings(folder: Path = ROOT) -> list[dict]:
    """What bandit finds in our modules, each with test_id, filename below the folder, line_number, issue_text."""
    targets = [str(folder / name) for name in PACKAGES if (folder / name).is_dir()]
    command = [sys.executable, "-m", "bandit", "--quiet", "--recursive", "--format=json", *targets]
    own = [str(path) for path in folder.glob("*.py")]
    done = subprocess.run([*command, *own], capture_output=True, text=True, check=False)
    told = json.loads(done.stdout)
    assert not told["errors"], told["errors"]
    return [one | {"filename": Path(one["filename"]).relative_to(folder).as_posix()} for one in told["results"]]


def bandit_faults(findings: list[dict], allowed: list[dict]) -> list[str]:
    """Findings without a justification, and justifications without a finding."""
    found, used = [], set()
    for one in findings:
        fitting = [number for number, given in enumerate(allowed) if _covers(given, one)]
        used |= {(number, path) for number in fitting for path in allowed[number]["paths"] if _under(path, one)}
        if not fitting:
            found.append(f"{one['filename']}:{one['line_number']}: {one['test_id']} {one['issue_text']}")
    for number, given in enumerate(allowed):
        unused = [path for path in given["paths"] if (number, path) not in used]
        found += [f"pyproject.toml: bandit finds no {given['test']} in {path} any more" for path in unused]
    return found


def _covers(given: dict, one: dict) -> bool:
    return given["test"] == one["test_id"] and any(_under(path, one) for path in given["paths"])


def _under(path: str, one: dict) -> bool:
    return one["filename"].startswith(path)


def audit(requirements: Path) -> tuple[list[str] | None, str]:
    """Known faults of the versions pinned in a file, one line each, or None where nobody could be asked; and what
    pip-audit said. Nothing is installed or resolved: the file names every package with its version."""
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--disable-pip",
        "--no-deps",
        "--progress-spinner=off",
        "--format=json",
    ]
    given = ["--vulnerability-service=osv", f"--requirement={requirements}", "--timeout=15"]
    done = subprocess.run([*command, *given], capture_output=True, text=True, check=False)
    try:
        told = json.loads(done.stdout)["dependencies"]
    except ValueError:
        return None, done.stderr
    assert all("skip_reason" not in one for one in told), told
    found = [
        f"{one['name']} {one['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'no version'}"
        for one in told
        for fault in one["vulns"]
    ]
    return found, done.stderr


def main(online: bool) -> int:
    """Prints what is wrong; gives the exit code."""
    faults = bandit_faults(bandit_findings(), exceptions())
    print("\n".join(faults) or f"bandit: nothing that is not justified ({len(exceptions())} exceptions)")
    known, said = audit(ROOT / "constraints.txt")
    if known is None and not online and any(word in said for word in NOT_REACHED):
        print(SKIPPED)
    elif known is None:
        print(f"pip-audit failed: {(said.strip().splitlines() or ['no word'])[-1]}")
        return 1
    else:
        print("\n".join(known) or "pip-audit: no known fault in the pinned versions")
    return 1 if faults or known else 0


if __name__ == "__main__":
    sys.exit(main(online="--online" in sys.argv))
