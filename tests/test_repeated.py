"""Answers given again: only while whoever asks, their rights and the data are the same; otherwise as if made anew."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from flask import Flask, Response

import repeated
from access import reading_as
from access.session_way import COOKIE
from app import create_app
from ledger.accounts import change_account
from ledger.database import now
from ledger.sessions import end_session, hash_of, session_of, view_as
from queries.cache import forget_everything
from queries.stores import close_builds
from settings import read_settings
from tests.conftest import sign_in
from tests.queries.small_build import write_build

OLDER, NEWER = "20260101-000000-00000a", "20260201-000000-00000b"


@pytest.fixture
def app(home):
    forget_everything()
    close_builds()
    write_build(home, OLDER, {})
    with reading_as(None):
        yield create_app()
    forget_everything()
    close_builds()


@pytest.fixture
def again(monkeypatch):
    """Status lines of the answers that were given again."""
    given, send = [], repeated.again

    def noted(found, told, *rest):
        given.append(told[0])
        return send(found, told, *rest)

    monkeypatch.setattr(repeated, "again", noted)
    return given


def ask(app: Flask, token: str = "anna", path: str = "/supply", **headers) -> Response:
    cookie = f"{COOKIE}={token}"
    return app.test_client(use_cookies=False).get(path, headers={"Cookie": cookie, **headers})


def parts(answer: Response) -> tuple:
    """An answer without what is of one request."""
    return (
        answer.status_code,
        answer.data,
        sorted(pair for pair in answer.headers if pair[0] not in ("X-Request-Id", "Date")),
    )


def test_an_answer_is_given_again_as_it_was(app, again):
    sign_in("anna")
    first, second, third = ask(app), ask(app), ask(app, **{"User-Agent": "another"})
    assert parts(first) == parts(second) == parts(third)
    assert len(again) == 2
    assert len({one.headers["X-Request-Id"] for one in (first, second, third)}) == 3


def test_a_browser_that_has_it_is_told_so(app, again):
    sign_in("anna")
    tag = ask(app).headers["ETag"]
    had = [ask(app, **{"If-None-Match": tag}) for _ in range(3)]
    assert {one.status_code for one in had} == {304} and not any(one.data for one in had)
    assert again == ["304 NOT MODIFIED"] * 2
    assert ask(app).status_code == 200 and ask(app, **{"If-None-Match": '"other"'}).status_code == 200
    assert parts(had[0]) == parts(had[2])


@pytest.mark.parametrize("header", ["Accept-Encoding", "Accept", "Save-Data", "Accept-Language", "X-Anything"])
def test_what_an_answer_can_depend_on_is_part_of_the_question(app, again, header):
    sign_in("anna")
    ask(app)
    ask(app, **{header: "br"})
    assert not again


def test_who_has_left_is_let_in_no_more(app, again):
    sign_in("anna")
    assert [ask(app).status_code for _ in range(2)] == [200, 200]
    end_session(hash_of("anna"))
    assert ask(app, **{"Sec-Fetch-Mode": "cors"}).status_code == 401
    assert ask(app).status_code in (303, 401)
    assert len(again) == 1


def test_an_account_that_is_closed_is_let_in_no_more(app, again):
    account = sign_in("anna")
    sign_in("berta")
    ask(app), ask(app)
    change_account(account, is_active=False)
    assert ask(app).status_code in (303, 401)
    assert len(again) == 1


@pytest.mark.parametrize(
    "change", [{"countries": {"AFG"}}, {"domains": {"aid"}}, {"detail": "totals"}, {"may_export": False}]
)
def test_changed_rights_hold_at_the_next_question(app, again, change):
    account = sign_in("anna", role="reader")
    ask(app), ask(app)
    change_account(account, **change)
    changed = ask(app)
    assert len(again) == 1
    forget_everything()
    assert parts(ask(app)) == parts(changed)


def test_an_administrator_who_looks_through_other_eyes_is_answered_anew(app, again):
    sign_in("anna")
    other = sign_in("berta", role="reader", countries={"AFG"})
    ask(app), ask(app)
    view_as("anna", other)
    seen = [ask(app) for _ in range(2)]
    assert len(again) == 1
    assert all("no-store" in one.headers["Cache-Control"] for one in seen)
    view_as("anna", None)
    assert ask(app).status_code == 200 and len(again) == 2


def test_nobody_gets_the_answer_of_somebody_else(app, again):
    sign_in("anna")
    sign_in("berta", role="reader", countries={"AFG"}, domains={"supply"})
    own = ask(app)
    assert parts(ask(app, "berta")) != parts(own)
    assert not again
    assert ask(app, "nobody").status_code in (303, 401) and ask(app, "").status_code in (303, 401)


def test_a_publication_shows_at_the_next_question(app, again, home):
    sign_in("anna")
    assert OLDER in [ask(app) for _ in range(2)][-1].text
    write_build(home, NEWER, {})
    assert f'data-build="{NEWER}"' in ask(app).text
    (home / "builds" / "current").write_text(OLDER)
    assert f'data-build="{OLDER}"' in ask(app).text
    assert len(again) == 1


@pytest.mark.parametrize(
    "path", ["/account", "/rows?kpi=otif", "/audit", "/subscriptions", "/nowhere", "/who", "/health"]
)
def test_what_is_told_to_the_audit_or_is_not_kept_is_answered_anew(app, again, path):
    sign_in("anna")
    assert len({ask(app, path=path).status_code for _ in range(3)}) == 1
    assert not again


def test_forms_and_programs_go_the_whole_way(app, again):
    sign_in("anna")
    ask(app)
    ask(app, **{"Authorization": "Bearer x"})
    ask(app, **{"Range": "bytes=0-10"})
    app.test_client(use_cookies=False).post("/supply", headers={"Cookie": f"{COOKIE}=anna"})
    assert not again


def test_a_session_that_time_has_ended_is_let_in_no_more(app, again, monkeypatch):
    """Nothing is written meanwhile, so the ledger is as it was."""
    sign_in("anna")
    assert [ask(app).status_code for _ in range(3)] == [200] * 3
    later = now() + timedelta(minutes=read_settings().session_idle_minutes, seconds=1)
    for module in ("ledger.sessions", "repeated"):
        monkeypatch.setattr(f"{module}.now", lambda: later)
    assert ask(app).status_code in (303, 401)
    assert len(again) == 2


def test_a_session_is_noted_as_used_also_by_answers_that_are_given_again(app, again, monkeypatch):
    sign_in("anna")
    for minute in range(4):
        moment = now() + timedelta(minutes=minute, seconds=minute)
        with monkeypatch.context() as at_that_time:
            for module in ("ledger.sessions", "repeated"):
                at_that_time.setattr(f"{module}.now", lambda moment=moment: moment)
            assert [ask(app).status_code for _ in range(2)] == [200, 200]
    assert session_of("anna", is_use=False).last_seen_at >= moment
    assert len(again) == 7


def test_the_ledger_is_asked_for_rows_only_when_something_was_written(app, again, monkeypatch):
    sign_in("anna")
    asked, look = [], repeated.sure_asker
    monkeypatch.setattr(repeated, "sure_asker", lambda token: asked.append(token) or look(token))
    for _ in range(5):
        ask(app)
    assert len(again) == 4 and len(asked) == 1
    sign_in("berta")
    ask(app), ask(app)
    assert len(asked) == 2


def test_what_another_system_vouches_for_is_asked_each_time(app):
    sign_in("anna", via="oidc", external_id="https://provider.example/anna")
    assert repeated.sure_asker("anna")[1] is None


@pytest.mark.parametrize("lacking", ["sure_asker", "written"])
def test_where_it_is_never_sure_who_asks_is_asked_each_time(app, again, monkeypatch, lacking):
    """Somebody for whom another system vouches, and a ledger that does not tell that it was written."""
    sign_in("anna")
    asked, find = [], repeated.sure_asker
    never_sure = lacking == "sure_asker"
    monkeypatch.setattr(
        repeated,
        "sure_asker",
        lambda token: asked.append(token) or ((find(token)[0], None) if never_sure else find(token)),
    )
    if not never_sure:
        monkeypatch.setattr(repeated, "written", lambda: None)
    for _ in range(4):
        ask(app)
    assert len(again) == len(asked) == 3


def test_a_page_that_shows_more_than_its_build_is_looked_at_each_time(app, again, monkeypatch):
    sign_in("anna")
    assert [ask(app, path="/data").status_code for _ in range(3)] == [200] * 3
    asked, look = [], repeated.sure_asker
    monkeypatch.setattr(repeated, "sure_asker", lambda token: asked.append(token) or look(token))
    ask(app, path="/data"), ask(app, path="/data")
    assert len(asked) == 2 and len(again) == 4
    monkeypatch.setattr("ledger.deliveries.worker_is_missing", lambda: True)
    ask(app, path="/data")
    assert len(again) == 4


class NotedLock:
    """A lock that says how many have come to it."""

    def __init__(self):
        self.lock, self.come = threading.Lock(), threading.Semaphore(0)

    def __enter__(self):
        self.come.release()
        self.lock.acquire()

    def __exit__(self, *error):
        self.lock.release()


def test_questions_that_wait_share_a_look_that_begins_after_they_came(monkeypatch):
    begun, goes_on, state, looks, lock = threading.Event(), threading.Event(), [0], [], NotedLock()

    def see():
        looks.append(state[0])
        begun.set()
        goes_on.wait(10)
        return (looks[-1],)

    look = repeated.Look(see)
    monkeypatch.setattr(look, "_one_look", lock)
    with ThreadPoolExecutor(9) as pool:
        first = pool.submit(look)
        assert begun.wait(10)
        state[0] = 1
        others = [pool.submit(look) for _ in range(8)]
        assert all(lock.come.acquire(timeout=10) for _ in range(9))
        goes_on.set()
        assert first.result() == (0,)
        assert {one.result() for one in others} == {(1,)}
    assert looks == [0, 1]


def test_a_look_that_fails_is_nobody_elses():
    told = iter((ZeroDivisionError(), (1,), (2,)))

    def see():
        found = next(told)
        if isinstance(found, Exception):
            raise found
        return found

    look = repeated.Look(see)
    with pytest.raises(ZeroDivisionError):
        look()
    assert (look(), look()) == ((1,), (2,))
