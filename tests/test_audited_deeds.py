"""What people do besides reading stands in the audit: subscriptions, mails, commentary, reports, files of the command line."""

from typer.testing import CliRunner

from access.witness import note
from ledger import audit_list
from ledger.audit_list import Wanted
from ledger.subscriptions import Subscription, subscribe
from manage import app


def test_a_subscription_that_the_operator_ends_is_told(home):
    one = subscribe(Subscription("a", "a@example.org", "/aid", "weekly", {}))
    assert CliRunner().invoke(app, ["unsubscribe", one.subscription_id]).exit_code == 0
    (told,) = audit_list.events(Wanted(), 9)
    assert (told.action, told.subject) == ("subscription_ended", one.subscription_id)


def test_a_file_of_the_command_line_is_told_with_its_hash(demo_home, tmp_path):
    done = CliRunner().invoke(app, ["export", "/aid?country=AFG", "--to", str(tmp_path / "aid.csv")])
    assert done.exit_code == 0, done.output
    told = audit_list.events(Wanted(action="exported"), 1)[0]
    assert told.subject == "/aid" and told.told["filters"]["country"] == "AFG" and len(told.told["sha256"]) == 64


def test_whoever_is_at_the_command_line_is_named(home):
    note("report_issued", "x")
    assert audit_list.events(Wanted(), 1)[0].actor.startswith("command line: ")
