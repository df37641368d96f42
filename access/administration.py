"""What administrators do with accounts, each with its line in the audit. Who may is decided before: here it is done."""

from access.one_time import link_address
from ledger import audit
from ledger.accounts import SCOPES, Account, change_account, create_account
from ledger.links import end_links_of
from ledger.memberships import forget_groups
from ledger.sessions import end_session, end_sessions_of, sessions_of, view_as

SCOPE_FIELDS = (*SCOPES, "detail", "may_export")


def made_account(new: Account, by: str) -> Account:
    """Makes an account. by: who does it, for the audit. NameTaken; ValueError for a name that can be none."""
    made = create_account(new)
    audit.record("account_made", made.name, actor=by, role=made.role, **_scope(made))
    return made


def link_for(account: Account, by: str) -> str:
    """The address at which somebody sets the password of an account, once. Links made before end; so do all sessions
    of the account as soon as it is used."""
    address = link_address("reset" if account.password_hash else "set", account, by)
    audit.record("link_made", account.name, actor=by)
    return address


def give_role(account: Account, role: str, by: str) -> Account:
    """Gives an account another role. LastAdministrator."""
    changed = change_account(account.account_id, role=role)
    if changed.role != account.role:
        audit.record("role_changed", account.name, actor=by, before=account.role or "none", after=role)
    return changed


def give_scope(account: Account, scope: dict, by: str) -> Account:
    """Gives an account another scope. scope: some of SCOPE_FIELDS."""
    if unknown := set(scope) - set(SCOPE_FIELDS):
        raise ValueError(f"no part of a scope: {', '.join(sorted(unknown))}")
    changed = change_account(account.account_id, **scope)
    before, after = _scope(account), _scope(changed)
    if before != after:
        audit.record("scope_changed", account.name, actor=by, before=before, after=after)
    return changed


def change(account: Account, told: dict, by: str) -> Account:
    """Changes person, role and scope of an account at once. told: some of shown_name, role and SCOPE_FIELDS.
    LastAdministrator."""
    if unknown := set(told) - {"shown_name", "role", *SCOPE_FIELDS}:
        raise ValueError(f"not told of an account here: {', '.join(sorted(unknown))}")
    changed = change_account(account.account_id, **told)
    if changed.shown_name != account.shown_name:
        names = {"before": account.shown_name, "after": changed.shown_name}
        audit.record("account_changed", account.name, actor=by, **names)
    if changed.role != account.role:
        roles = {"before": account.role or "none", "after": changed.role or "none"}
        audit.record("role_changed", account.name, actor=by, **roles)
    before, after = _scope(account), _scope(changed)
    if before != after:
        audit.record("scope_changed", account.name, actor=by, before=before, after=after)
    return changed


def look_through(token: str, account: Account, by: str) -> bool:
    """Lets the session of a token see what another account sees. False for a session that is not open and an account
    that is closed."""
    if not account.is_active or not view_as(token, account.account_id):
        return False
    audit.record("view_as_begun", account.name, actor=by)
    return True


def look_no_more(token: str, name: str, by: str) -> bool:
    """Ends that. name: of the account that was looked through. False where the session is not open."""
    if not view_as(token, None):
        return False
    audit.record("view_as_ended", name, actor=by)
    return True


def bind(account: Account, via: str, identity: str | None, by: str) -> Account:
    """Says who vouches for an account, and ends its sessions. via, identity: as accounts keep them. NameTaken where that
    person has an account already."""
    changed = change_account(account.account_id, via=via, external_id=identity)
    forget_groups(account.account_id)
    end_sessions_of(account.account_id)
    audit.record("account_changed", account.name, actor=by, before=account.via, after=via)
    return changed


def set_active(account: Account, by: str, *, is_active: bool) -> Account:
    """Closes an account, with its sessions and links, or opens it again. LastAdministrator."""
    changed = change_account(account.account_id, is_active=is_active)
    if not is_active:
        end_sessions_of(account.account_id)
        end_links_of(account.account_id)
    if account.is_active != is_active:
        audit.record("account_enabled" if is_active else "account_disabled", account.name, actor=by)
    return changed


def sign_out_everywhere(account: Account, by: str, but: str = "") -> int:
    """Ends the sessions of an account, all but the one of a hash, and gives their number."""
    count = end_sessions_of(account.account_id, but)
    audit.record("sessions_ended", account.name, actor=by, count=count)
    return count


def sign_out_one(account: Account, session_hash: str, by: str) -> bool:
    """Ends one session of an account; False for one that is not open, or is not of this account."""
    if session_hash not in {one.session_hash for one in sessions_of(account.account_id)}:
        return False
    ended = end_session(session_hash)
    if ended:
        audit.record("sessions_ended", account.name, actor=by, count=1)
    return ended


def _scope(account: Account) -> dict:
    """The scope of an account as the audit keeps it; what nobody told is null."""
    told = {field: getattr(account, field) for field in SCOPE_FIELDS}
    return {key: sorted(value) if isinstance(value, frozenset) else value for key, value in told.items()}
