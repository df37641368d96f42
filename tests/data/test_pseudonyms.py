"""Identifiers are joined by a keyed HMAC; nobody without the key can repeat it."""

import hashlib
import hmac

import pandas as pd

import settings
from data.contract import Contract, number, text
from data.pseudonyms import pseudonyms
from data.source import Extract
from data.validate import validate


def test_the_same_identifier_gives_the_same_pseudonym_and_missing_stays_missing(home):
    told = pseudonyms(pd.Series(["A1", None, "A1", "B2"], dtype=object))
    assert told[0] == told[2] != told[3] and pd.isna(told[1]) and len(told[0]) == 32
    assert (home / "pseudonym.key").stat().st_mode & 0o777 == 0o600


def test_the_key_of_the_settings_is_used(home, monkeypatch):
    monkeypatch.setenv("LAGEBILD_PSEUDONYM_KEY", "a key of this installation")
    settings.read_settings.cache_clear()
    expected = hmac.new(b"a key of this installation", b"A1", hashlib.sha256).hexdigest()[:32]
    assert pseudonyms(pd.Series(["A1"]))[0] == expected


def test_identifiers_leave_the_contract_as_pseudonyms_also_in_quarantine(home, tmp_path):
    contract = Contract({"child": text(required=True, identifier=True), "weight": number(minimum=0)}, key=("child",))
    frame = pd.DataFrame({"source_row": [2, 3], "child": ["Amina 7", "Omar 9"], "weight": ["12.5", "-1"]})
    checked = validate(Extract("children", tmp_path / "children.csv", frame), contract)
    assert checked.valid["child"].tolist() == pseudonyms(pd.Series(["Amina 7"])).tolist()
    assert "Omar" not in checked.quarantine.to_json() and "weight is below 0" in checked.quarantine["reasons"][0]
