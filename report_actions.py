"""What people do with the report: write commentary, and issue it."""

from dataclasses import asdict
from urllib.parse import urlencode

from flask import Flask, Response, redirect, request

from access import current_reader
from access.witness import note
from components.commentary import MOST_SIGNS
from exports.json_file import write_json
from ledger.commentary import STATES, Commentary, WrittenMeanwhile, in_force, versions, write
from ledger.reports import IssuedReport, issue
from page_content import page_content
from pages.report_parts import ISSUE, PATH, WRITE, title_of
from pages.report_subject import countries_of, is_open, rights_of, subject_of
from pages.situation import DOMAINS
from queries.filters import Filters
from queries.warehouse import NoBuildYet, NoSuchBuild, NotAllowed, open_warehouse


class WrongForm(ValueError):
    """A form that cannot be understood; the message says why."""


def add_report_actions(server: Flask) -> None:
    """Adds the addresses that the forms of the report go to."""
    server.add_url_rule(WRITE, "write_commentary", lambda: _done(written), methods=["POST"])
    server.add_url_rule(ISSUE, "issue_report", lambda: _done(issued_by_form), methods=["POST"])


def written(form: dict[str, str]) -> str:
    """Saves the commentary of a form and gives the address that shows it. WrongForm, NotAllowed, WrittenMeanwhile."""
    filters, domain = _filters(form), form.get("domain", "")
    warehouse = open_warehouse(current_reader(), filters.build)
    text, state = form.get("text", "").replace("\r\n", "\n").strip(), form.get("state", "")
    if domain not in DOMAINS or state not in STATES or not form.get("version", "").isdecimal():
        raise WrongForm("This form is not one of the report.")
    if not is_open(filters, warehouse.scope, domain):
        raise NotAllowed("Commentary on this report is not open to you.")
    if state == "approved" and "issue" not in current_reader().rights:
        raise NotAllowed("Commentary is approved by those who may issue reports. Save yours as a draft.")
    if len(text) > MOST_SIGNS or (not text and state != "withdrawn"):
        raise WrongForm(f"A commentary has from 1 to {MOST_SIGNS} signs.")
    new = Commentary(
        subject=subject_of(filters, warehouse.scope),
        domain=domain,
        text="" if state == "withdrawn" else text,
        state=state,
        author=current_reader().name,
        build_id=warehouse.build_id,
        version=int(form["version"][:9]),
    )
    note("commentary_written", new.subject, domain=domain, state=state, version=write(new).version)
    return f"{_address(filters.to_query())}#report-{domain}"


def issued_by_form(form: dict[str, str]) -> str:
    """Issues the report of a form and gives its address."""
    return f"{PATH}?issued={issued_now(_filters(form)).report_number}"


def issued_now(filters: Filters) -> IssuedReport:
    """Issues the report of the filters as the current reader sees it at this moment: with its build, its figures and
    the commentary in force. The same again right after is the same report."""
    warehouse = open_warehouse(current_reader(), filters.build)
    named = filters.replace(countries=countries_of(filters, warehouse.scope), build=warehouse.build_id)
    content = page_content(PATH, named.to_query())
    bundle, said = content.bundle(), versions(subject_of(named, warehouse.scope))
    shown = [one for domain in DOMAINS if is_open(named, warehouse.scope, domain) for one in in_force(said, domain)]
    kept = issue(
        IssuedReport(
            title=title_of(content.begun)[:300],
            query=named.to_query(),
            build_id=warehouse.build_id,
            issued_by=current_reader().name,
            rights=rights_of(warehouse.scope),
            digest=bundle.manifest.content_sha256,
            content=write_json(bundle).decode(),
            commentary=tuple(asdict(one) | {"written_at": one.written_at.isoformat()} for one in shown),
        )
    )
    note("report_issued", kept.title, report=kept.report_number, build=kept.build_id, sha256=kept.digest)
    return kept


def _filters(form: dict[str, str]) -> Filters:
    """The filters of a form; what is strange in them refuses it, as words would stand under another report."""
    filters, said = Filters.from_query(form)
    if said:
        raise WrongForm(f"{said[0].key}: “{said[0].value}” {said[0].reason}.")
    return filters


def _done(act) -> Response:
    """Does what a form asks, and leads to the page that shows it; else a sentence on why not."""
    try:
        return redirect(act(request.form.to_dict()), 303)
    except WrongForm as error:
        return _told(400, str(error))
    except NotAllowed as error:
        return _told(403, str(error))
    except NoSuchBuild as error:
        return _told(404, str(error))
    except NoBuildYet as error:
        return _told(503, str(error))
    except WrittenMeanwhile:
        text = request.form.get("text", "")
        return _told(
            409,
            f"Somebody else has saved this commentary meanwhile; go back and load the page again.\n\nYours:\n\n{text}",
        )


def _address(query: dict[str, str]) -> str:
    return f"{PATH}?{urlencode(query)}" if query else PATH


def _told(status: int, sentence: str) -> Response:
    return Response(sentence + "\n", status, mimetype="text/plain")
