"""Mails go out once: when the server is down, slow, busy or refuses somebody, others are served and people are told."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from delivery import rounds
from delivery.mail import Letter
from delivery.rounds import Report, Round
from ledger import deliveries, runs, subscriptions
from ledger.database import now, opened
from tests.delivery.conftest import subscribed


def states() -> dict[str, str]:
    """Recipient -> state of the newest delivery."""
    found = {}
    for one in reversed(deliveries.deliveries()):
        found[subscriptions.subscription_of(one.subscription_id).email] = one.state
    return found


def make_due(**values) -> None:
    """Lets what waits be due at once."""
    with opened().begin() as connection:
        connection.execute(update(deliveries.delivery).values(due_at=now(), **values))


def test_a_build_is_sent_once_to_everybody(posting, one_round):
    subscribed("a@example.org"), subscribed("b@example.org")
    assert one_round("b1") == {"sent": 2}
    assert one_round("b1") == {}
    assert one_round("b2") == {"sent": 2}
    assert [len(posting.got(name)) for name in ("a@example.org", "b@example.org")] == [2, 2]
    ids = [mail["Message-ID"] for _to, mail in posting.mails]
    assert len(set(ids)) == 4
    assert {one.message_id for one in deliveries.deliveries()} == set(ids)


def test_the_build_in_force_when_it_was_made_is_not_sent(posting, one_round):
    subscribed(build_then="b1")
    assert one_round("b1") == {}
    assert one_round("b2") == {"sent": 1}


def test_an_ended_subscription_gets_nothing_more(posting, one_round):
    one = subscribed()
    deliveries.expect(one.subscription_id, "b1")
    assert subscriptions.end_subscription(one.subscription_id)
    assert one_round("b1") == {}
    assert not subscriptions.end_subscription(one.subscription_id)
    assert not posting.mails


def test_what_may_not_go_to_somebody_any_more_is_given_up_with_its_reason(posting):
    one = subscribed()
    stopped = Report(None, "stopped", message="This account is closed.")
    made = Round("w", lambda _of: stopped, lambda _found: None).run("b1")
    assert made == {"cancelled": 1} and not posting.mails
    kept = deliveries.deliveries()[0]
    assert (kept.state, kept.message) == ("cancelled", "This account is closed.")
    assert subscriptions.subscriptions() == [one], "it goes on when the account may have it again"


def test_unchanged_is_not_sent_where_only_changes_are_wanted(posting, one_round, shown):
    subscribed("a@example.org", only_if_changed=True), subscribed("b@example.org")
    assert one_round("b1") == {"sent": 2}
    assert one_round("b2") == {"unchanged": 1, "sent": 1}
    shown.digest = "2"
    assert one_round("b3") == {"sent": 2}
    assert len(posting.got("a@example.org")) == 2


def test_what_a_mail_brought_that_did_not_leave_still_counts_as_changed(posting, one_round, shown):
    subscribed(only_if_changed=True)
    posting.answers["a@example.org"] = ["550 no"]
    assert one_round("b1") == {"failed": 1}
    assert one_round("b2") == {"sent": 1}


def test_a_refused_recipient_is_recorded_and_others_are_served(posting, one_round):
    for name in "abc":
        subscribed(f"{name}@example.org")
    posting.answers["b@example.org"] = ["550 no such mailbox"]
    assert one_round() == {"sent": 2, "failed": 1}
    assert states() == {"a@example.org": "sent", "b@example.org": "failed", "c@example.org": "sent"}
    (trouble,) = deliveries.troubles()
    assert "550 no such mailbox" in trouble.message
    (told,) = posting.got("operator@example.org")
    assert "550 no such mailbox" in told.get_content()
    assert one_round() == {}, "what failed for good is not tried again"
    assert len(posting.got("operator@example.org")) == 1


def test_a_busy_server_is_asked_again_within_the_round(posting, one_round):
    subscribed()
    posting.answers["a@example.org"] = ["451 later", "451 later"]
    assert one_round() == {"sent": 1}
    assert len(posting.mails) == 1


def test_content_that_is_put_off_is_sent_again(posting, one_round):
    subscribed()
    posting.content_answers["a@example.org"] = ["452 full"]
    assert one_round() == {"sent": 1}
    assert len(posting.mails) == 1


def test_a_server_that_stays_busy_is_asked_again_later_and_given_up_after_a_day(posting, one_round):
    subscribed("a@example.org"), subscribed("b@example.org")
    posting.answers["a@example.org"] = ["450 greylisted"] * 6
    assert one_round() == {"postponed": 1, "sent": 1}
    (late,) = deliveries.troubles()
    assert (late.state, late.attempts) == ("waiting", 1)
    assert late.due_at > now() + timedelta(minutes=4)
    assert one_round() == {}, "not before its time"
    make_due(noted_at=now() - timedelta(hours=25))
    assert one_round() == {"failed": 1}


def test_a_server_that_is_down_is_asked_once_a_round_and_everything_goes_out_when_it_is_back(
    posting, one_round, monkeypatch
):
    import settings

    subscribed("a@example.org"), subscribed("b@example.org")
    good = posting.variables["SMTP_PORT"]
    monkeypatch.setenv("LAGEBILD_SMTP_PORT", "9")
    settings.read_settings.cache_clear()
    assert one_round() == {"postponed": 1}
    assert {one.state for one in deliveries.deliveries()} == {"waiting"}
    assert "The mail server cannot be used" in deliveries.troubles()[0].message
    monkeypatch.setenv("LAGEBILD_SMTP_PORT", good)
    settings.read_settings.cache_clear()
    make_due()
    assert one_round() == {"sent": 2}
    assert len(posting.mails) == 2


def test_an_answer_that_never_comes_makes_the_mail_unknown_and_it_is_not_repeated(posting, one_round):
    subscribed("a@example.org"), subscribed("b@example.org")
    posting.delay["a@example.org"] = 3
    assert one_round() == {"unknown": 1, "sent": 1}
    assert one_round() == {}
    assert "timed out" in deliveries.troubles()[0].message
    (told,) = posting.got("operator@example.org")
    assert "unknown" in told.get_content()


def test_an_empty_report_is_announced(posting, one_round, shown):
    subscribed()
    shown.content = "empty"
    assert one_round() == {"sent": 1}
    assert len(posting.got("a@example.org")) == len(posting.got("operator@example.org")) == 1
    assert deliveries.troubles()


def test_a_later_build_takes_the_place_of_one_that_waits(posting, one_round):
    subscribed()
    posting.answers["a@example.org"] = ["450 later"] * 3
    assert one_round("b1") == {"postponed": 1}
    assert one_round("b2") == {"sent": 1}
    make_due()
    assert one_round("b2") == {}
    assert [one.state for one in deliveries.deliveries()] == ["sent", "cancelled"]


def test_a_build_that_was_published_while_the_mail_was_made_is_sent_for_itself(posting, one_round, shown):
    subscribed()
    shown.build_id = "b2"
    assert one_round("b1") == {"cancelled": 1}
    assert one_round("b2") == {"sent": 1}
    assert len(posting.mails) == 1


def test_nothing_is_noted_without_a_mail_server(home, one_round):
    subscribed()
    assert one_round() == {}
    assert not deliveries.deliveries()


def test_a_round_is_in_the_diary(posting, one_round):
    subscribed()
    one_round()
    assert [(run["kind"], run["counts"]) for run in runs()] == [("deliver", {"sent": 1})]
    assert deliveries.worker_seen_at() is not None


def test_a_fault_of_ours_holds_up_nobody(posting, one_round, monkeypatch):
    subscribed("a@example.org"), subscribed("b@example.org"), subscribed("c@example.org")
    send, faults = rounds.send, iter([True, False])

    def faulty(mail, settings, before_content):
        if "a@" in mail["To"] and next(faults):
            raise ZeroDivisionError("before")
        send(mail, settings, before_content)
        if "b@" in mail["To"]:
            raise ZeroDivisionError("after")

    monkeypatch.setattr(rounds, "send", faulty)
    assert one_round() == {"postponed": 1, "unknown": 1, "sent": 1}
    make_due()
    assert one_round() == {"sent": 1}
    assert states() == {"a@example.org": "sent", "b@example.org": "unknown", "c@example.org": "sent"}
    assert [len(posting.got(f"{name}@example.org")) for name in "abc"] == [1, 1, 1]


def test_told_to_stop_it_leaves_the_others_for_the_next(posting):
    subscribed("a@example.org"), subscribed("b@example.org")
    told = []

    def make(one):
        told.append(one)
        return rounds.Report(Letter("s", "t"))

    stopped = rounds.Round("w", make, lambda found: Letter("s", "t"), lambda: bool(told))
    assert dict(stopped.run("b1")) == {"sent": 1}
    assert states() == {"a@example.org": "sent", "b@example.org": "waiting"}


def test_two_workers_do_not_take_the_same_delivery(posting):
    one = subscribed()
    deliveries.expect(one.subscription_id, "b1")
    number = deliveries.due_deliveries()[0].delivery_number
    assert deliveries.claim(number, "first")
    assert not deliveries.claim(number, "second")
    assert not deliveries.begin_sending(number, "second", {})
    assert deliveries.begin_sending(number, "first", {})


@pytest.mark.parametrize("step, expected", [("preparing", "waiting"), ("sending", "unknown")])
def test_what_a_killed_worker_left_is_put_right(posting, step, expected):
    one = subscribed()
    deliveries.expect(one.subscription_id, "b1")
    number = deliveries.due_deliveries()[0].delivery_number
    deliveries.claim(number, "dead")
    if step == "sending":
        deliveries.begin_sending(number, "dead", {})
    assert deliveries.recover("stopped") == ([number] if expected == "unknown" else [])
    assert deliveries.deliveries()[0].state == expected


def test_a_mail_address_has_room_for_some_subscriptions_only(home):
    for count in range(subscriptions.MOST_OF_AN_ADDRESS):
        subscribed(address=f"/supply?country={count}")
    with pytest.raises(subscriptions.TooManySubscriptions):
        subscribed(address="/risk")


def test_the_same_subscription_twice_is_one(home):
    assert subscribed().subscription_id == subscribed().subscription_id
    assert len(subscriptions.subscriptions()) == 1
