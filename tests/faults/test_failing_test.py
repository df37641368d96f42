"""A build whose marts break a test is never published."""

import shutil
import sys

import pytest

import ledger
import manage
from tests.faults.homes import FIRST, SECOND, Where, leftovers, use, write_sites


@pytest.fixture
def broken_project(small_project, tmp_path):
    """The small project with a test that fails and a mart that has each row twice."""
    project = tmp_path / "broken"
    shutil.copytree(small_project, project)
    (project / "tests").mkdir()
    (project / "tests" / "sites_are_named.sql").write_text(
        "select * from {{ ref('ref_site') }} where site_name like '%renamed'\n", encoding="utf-8"
    )
    mart = project / "models" / "marts" / "ref_item.sql"
    twice = mart.read_text(encoding="utf-8").replace(
        "{{ feed('items') }}",
        "(select * from {{ feed('items') }} as a union all select * from {{ feed('items') }} as b)",
    )
    assert twice.count("union all") == 1
    mart.write_text(twice, encoding="utf-8")
    return project


def test_nothing_is_published_and_each_failure_is_named(base, broken_project, tmp_path, monkeypatch, capsys):
    where = base.copied(tmp_path / "home", broken_project)
    use(where, monkeypatch)
    current = where.current()
    file = write_sites(tmp_path / "new" / "sites.csv", SECOND)
    monkeypatch.setattr(sys, "argv", ["manage.py", "load", str(file), "--as", "sites"])
    with pytest.raises(SystemExit) as stopped:
        manage.main()
    told = capsys.readouterr().err
    assert stopped.value.code == 1 and "Nothing was published." in told and "Traceback" not in told
    assert "sites_are_named" in told and "unique_grain_ref_item" in told and "complete_grain" not in told
    assert where.current() == current and where.site_names() == sorted(FIRST.items())
    assert leftovers(where.home) == []
    assert not where.warehouse or where.unfinished_schemas() == []
    assert ledger.runs()[0]["outcome"] == "failed" and "sites_are_named" in ledger.runs()[0]["message"]

    mended = Where(where.home, where.warehouse, base.project)
    use(mended, monkeypatch)
    assert manage.needs_publishing()
