"""The mail of a page: the numbers of the screen, the rights of the recipient, and words where there is no report."""

import json
from collections import OrderedDict
from datetime import date
from urllib.parse import parse_qsl

import pytest

from access import reading_as
from app import create_app
from components.format import kpi_amount
from components.tree import text_of
from delivery.mail import File
from delivery.report import attachment, month_of, moved, reader_of, report_of, rights_of
from exports import forms as forms_home
from kpis import kpi
from ledger.subscriptions import Subscription
from page_content import page_content
from pages.frame import framed  # noqa: F401  the pages register themselves with the app
from queries.cache import forget_everything
from queries.reader import EVERYTHING, Reader
from queries.stores import close_builds


@pytest.fixture
def pages(demo_home):
    forget_everything()
    create_app()
    yield
    forget_everything()
    close_builds()


def of(address: str, reader: Reader = EVERYTHING) -> Subscription:
    return Subscription(reader.name, "a@example.org", address, "build", rights_of(reader), secret="s3cret")


def content(address: str):
    path, _, query = address.partition("?")
    return page_content(path, dict(parse_qsl(query)))


@pytest.mark.parametrize(
    "address", ["/supply?country=AFG", "/", "/aid", "/risk?country=SSD", "/country/AFG", "/funding"]
)
def test_key_figures_are_those_of_the_page(pages, address):
    shown = content(address)
    report = report_of(of(address))
    figures = next((one for one in shown.results if one.identifier == "key-figures"), None)
    names = [one.name for one in figures.fields] if figures else []
    for row in figures.rows if figures else ():
        cells = dict(zip(names, row, strict=True))
        said = cells["note"] or kpi_amount(kpi(cells["kpi_name"]), cells["value"])
        assert f"{cells['kpi_label']}: {said}" in report.letter.text
        assert said.replace("&", "&amp;") in report.letter.html
        assert said in text_of(shown.tree), "the page says the same"
    assert report.content == "report"
    assert report.digest == shown.bundle().manifest.content_sha256
    assert report.digest in report.letter.text and report.digest in report.letter.html
    assert "Demo data" in report.letter.subject and "Demo data" in report.letter.text
    assert shown.bundle().manifest.link in report.letter.text
    assert "subscriptions?secret=s3cret" in report.letter.unsubscribe


def test_both_forms_say_what_the_figures_of_the_page_say(pages):
    report = report_of(of("/supply?country=AFG"))
    for one in content("/supply?country=AFG").results:
        if not one.identifier.startswith("key-figures"):
            assert one.title in report.letter.text


def test_the_page_is_made_with_the_rights_of_the_recipient(pages):
    office = Reader("office", frozenset(["AFG"]), frozenset(["supply"]), "totals")
    assert reader_of(of("/supply", office)) == office
    with reading_as(office):
        theirs = content("/supply").bundle().manifest.content_sha256
    assert report_of(of("/supply", office)).digest == theirs
    assert theirs != content("/supply").bundle().manifest.content_sha256


def test_a_page_that_is_not_open_to_the_recipient_is_said_to_be_so(pages):
    office = Reader("office", frozenset(["AFG"]), frozenset(["supply"]))
    report = report_of(of("/aid", office))
    assert report.content == "not_made" or "not open to you" in report.letter.text
    assert "US$" not in report.letter.text


@pytest.mark.parametrize("address", ["/no/such/page", "/not-found"])
def test_a_page_that_is_gone_is_announced(pages, address):
    report = report_of(of(address))
    assert (report.content, report.digest) == ("not_made", "")
    assert address in report.letter.text and address in report.message


def test_a_fault_of_ours_is_announced_without_its_innards(pages, monkeypatch):
    import delivery.report

    monkeypatch.setattr(delivery.report, "page_content", lambda *_: 1 / 0)
    report = report_of(of("/supply"))
    assert report.content == "not_made"
    assert "ZeroDivisionError" in report.message
    assert "division by zero" not in report.letter.text


def test_nothing_to_show_is_said(pages):
    report = report_of(of("/supply?country=XXX"))
    assert report.content == "empty"
    assert report.letter.subject.count("Nothing to show") == 1
    assert not report.letter.files


def test_what_the_address_cannot_mean_is_said(pages):
    report = report_of(of("/supply?country=QQQ"))
    assert "QQQ" in report.letter.text and "QQQ" in report.message


def test_the_best_file_that_is_small_enough_goes_along(pages, monkeypatch):
    from delivery import report as home

    bundle = content("/supply?country=AFG").bundle()
    made, times = {}, []
    monkeypatch.setattr(home, "_files", OrderedDict())

    def form(ending, size, fault=None):
        def write(given, asked):
            made[ending] = given
            times.append(ending)
            if fault:
                raise fault
            return b"x" * size

        return forms_home.Form(ending, f"application/{ending}", write, {})

    known = {"pdf": form("pdf", 1, OSError("no browser")), "xlsx": form("xlsx", 900), "csv": form("csv", 100)}
    monkeypatch.setattr(home, "forms", lambda: known)
    (file,), said = attachment(bundle, 1000)
    assert isinstance(file, File) and file.name.endswith(".xlsx") and not said
    assert attachment(bundle, 500)[0][0].name.endswith(".csv")
    assert attachment(bundle, 50) == ((), "The file is too large for a mail; the page gives it.")
    assert made["pdf"] is bundle
    assert times.count("xlsx") == 1, "recipients of the same get the same file, made once"
    attachment(content("/supply?country=SSD").bundle(), 1000)
    assert times.count("xlsx") == 2


def test_rights_survive_the_ledger():
    for reader in (EVERYTHING, Reader("x", frozenset(), frozenset(["aid"]), "totals")):
        one = of("/", reader)
        assert reader_of(Subscription(**{**vars(one), "rights": json.loads(json.dumps(one.rights))})) == reader


@pytest.mark.parametrize(
    "query, expected",
    [
        ({"since": "2025-11", "until": "2026-10", "country": "AFG"}, {"since": "2026-02", "until": "2027-01"}),
        ({"until": "2026-12"}, {"until": "2027-03"}),
        ({"since": "soon", "until": "2026-13"}, {"since": "soon", "until": "2026-13"}),
        ({}, {}),
    ],
)
def test_months_move_along_with_the_data(query, expected):
    assert moved(query, month_of("2026-10"), date(2027, 1, 31)) == query | expected
    assert moved(query, month_of("2026-10"), date(2026, 10, 1)) == query
    assert moved(query, month_of("2026-10"), None) == query


def test_a_mail_is_of_the_months_that_have_moved(pages):
    one = of("/supply?country=AFG&since=2026-06&until=2026-08")
    later = report_of(Subscription(**{**vars(one), "month_then": "2026-08"}))
    assert report_of(one).digest == content(one.address).bundle().manifest.content_sha256
    assert later.digest == content("/supply?country=AFG&since=2026-08&until=2026-10").bundle().manifest.content_sha256
    assert later.digest != report_of(one).digest
