"""The mail of a page: the numbers of the screen, the rights of the recipient, and words where there is no report."""

import json
from collections import OrderedDict
from datetime import date
from urllib.parse import parse_qsl

import pytest

from access import reading_as
from access.session_way import reader_of_account
from app import create_app
from components.format import kpi_amount
from components.tree import text_of
from delivery.mail import File
from delivery.report import attachment, month_of, moved, reader_of, report_of, rights_of
from exports import forms as forms_home
from kpis import kpi
from ledger.accounts import ALL, Account, account_named, change_account, create_account
from ledger.subscriptions import Subscription
from page_content import page_content
from pages.frame import framed  # noqa: F401  the pages register themselves with the app
from queries.cache import forget_everything
from queries.reader import EVERYTHING, Reader
from queries.stores import close_builds
from tests.conftest import use_home


@pytest.fixture
def pages(demo_home, tmp_path, monkeypatch):
    """The demo build with a ledger of its own."""
    use_home(demo_home, monkeypatch, ledger=f"sqlite:///{tmp_path / 'ledger.sqlite'}")
    forget_everything()
    create_app()
    yield
    forget_everything()
    close_builds()


def of(address: str, reader: Reader = EVERYTHING) -> Subscription:
    """A subscription of a reader; whoever is not the installation gets an account that sees as much."""
    if reader != EVERYTHING:
        reader = reader_of_account(account_for(reader))
    return Subscription(reader.name, "a@example.org", address, "build", rights_of(reader), secret="s3cret")


def account_for(reader: Reader) -> Account:
    """An account, of this name the only one, that sees what a reader sees and may get mails."""
    told = {part: ALL if getattr(reader, part) is None else getattr(reader, part) for part in ("countries", "domains")}
    return account_named(reader.name) or create_account(
        Account(reader.name, role="reader", areas=ALL, detail=reader.detail, may_export=True, **told)
    )


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
    assert "/mail/end?secret=s3cret" in report.letter.unsubscribe


def test_both_forms_say_what_the_figures_of_the_page_say(pages):
    report = report_of(of("/supply?country=AFG"))
    for one in content("/supply?country=AFG").results:
        if not one.identifier.startswith("key-figures"):
            assert one.title in report.letter.text


def test_the_page_is_made_with_the_rights_of_the_recipient(pages):
    office = Reader("office", frozenset(["AFG"]), frozenset(["supply"]), "totals")
    found = reader_of(of("/supply", office))
    assert (found.countries, found.domains, found.detail) == (office.countries, office.domains, office.detail)
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


def test_rights_survive_the_ledger(home):
    for reader in (EVERYTHING, Reader("x", frozenset(["AFG"]), frozenset(["aid"]), "totals")):
        one = of("/", reader)
        kept = Subscription(**{**vars(one), "rights": json.loads(json.dumps(one.rights))})
        assert reader_of(kept) == reader_of(one)
        assert (reader_of(kept).countries, reader_of(kept).detail) == (reader.countries, reader.detail)


def test_a_mail_shows_what_is_open_now_and_never_more_than_at_its_beginning(home):
    office = Reader("office", frozenset(["AFG", "SSD"]), frozenset(["supply"]), "totals")
    one, account = of("/supply", office), account_named("office")
    change_account(account.account_id, countries=frozenset(["SSD", "TCD"]), domains=ALL, detail="rows")
    found = reader_of(one)
    assert (found.countries, found.domains, found.detail) == (frozenset(["SSD"]), frozenset(["supply"]), "totals")


CHANGES = {
    "disabled": ({"is_active": False}, "closed"),
    "no mails": ({"may_export": False}, "no longer get pages by mail"),
    "no role": ({"role": None}, "no role"),
    "no countries": ({"countries": None}, "which countries"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_no_mail_goes_to_an_account_that_may_not_have_it_now(home, change):
    one = of("/supply", Reader("office", frozenset(["AFG"]), frozenset(["supply"])))
    changes, said = CHANGES[change]
    change_account(account_named("office").account_id, **changes)
    report = report_of(one)
    assert report.letter is None and said in report.message


@pytest.mark.parametrize(
    "rights", [{}, {"countries": None, "domains": None, "detail": "rows"}, {"account_id": "x"}, {"account_id": ""}]
)
def test_no_mail_goes_to_somebody_who_is_not_known(home, rights):
    for name in ("somebody", EVERYTHING.name):
        if (name, rights) != (EVERYTHING.name, {"account_id": ""}):
            assert report_of(Subscription(name, "a@example.org", "/", "build", rights)).letter is None


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
