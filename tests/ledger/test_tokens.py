"""A token is told once, found by its beginning, and only its hash is kept."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from ledger.database import now, opened
from ledger.tokens import Token, api_token, end_token, keep_token, new_prefix, note_use, token_of, tokens


def new(account_id: str = "a1", **changes) -> Token:
    given = Token(
        token_id=new_prefix(),
        prefix=new_prefix(),
        account_id=account_id,
        label="nightly script",
        limits={"countries": ["AFG"]},
        may_export=False,
        made_by="a@example.org",
        created_at=now(),
        expires_at=now() + timedelta(days=30),
    )
    return replace(given, **changes)


def test_a_token_is_found_by_itself_and_by_nothing_else(ledger_home):
    kept = new()
    text = keep_token(kept)
    assert token_of(text) == kept and text.startswith(kept.prefix) and len(text) > 50
    assert token_of("") is None and token_of(kept.prefix) is None
    assert token_of(text[:-1]) is None and token_of(text + "a") is None and token_of(text.upper()) is None
    assert token_of("lgb_\ud800" + text[5:]) is None and token_of(text[:-1] + "\0") is None
    assert token_of(text + "\n") is None


def test_only_the_hash_is_kept(home):
    text = keep_token(new())
    with opened().connect() as connection:
        cells = [str(cell) for cell in connection.execute(select(api_token)).one()]
    secret = text.partition("_")[2].partition("_")[2]
    assert len(secret) >= 43 and not [cell for cell in cells if secret in cell]


def test_the_first_use_of_a_day_is_noted(home):
    text = keep_token(new())
    note_use(token_of(text))
    used = token_of(text)
    assert used.last_used_on == now().date()
    note_use(replace(used, token_id="another"))
    assert token_of(text) == used


def test_a_revoked_token_stays_and_says_so(ledger_home):
    one, other = new(), new("b2")
    text = keep_token(one)
    keep_token(other)
    assert end_token(one.token_id, "b@example.org", "b2") is None
    assert end_token(one.token_id, "a@example.org", "a1").state == "revoked"
    assert end_token(one.token_id, "a@example.org") is None
    assert token_of(text).ended_by == "a@example.org"
    assert [kept.token_id for kept in tokens("b2")] == [other.token_id]
    assert {kept.token_id for kept in tokens()} == {one.token_id, other.token_id}


def test_the_state_follows_the_clock():
    assert new().state == "in_force"
    assert new(expires_at=now()).state == "expired"
    assert new(ended_at=now()).state == "revoked"
