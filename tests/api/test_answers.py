"""What the interface refuses and how it says so, who sees what, tags, and the limit of requests."""

import base64
import json

import pytest

import settings
from access import reading_as
from api.kinds import KINDS
from app import create_app
from kpis import all_kpis
from queries.cache import forget_everything
from queries.dictionary import marts
from queries.reader import Reader
from queries.stores import close_builds
from tests.queries.small_build import write_build

OLDER, NEWER = "20260101-000000-00000a", "20260201-000000-00000b"
STOCK = "/marts/mart_supply_stock"
REFUSED = {
    "/kpis/otif?since=2026": "since",
    "/kpis/otif?since=2026-05&until=2026-01": "until",
    "/kpis/otif?since=": "since",
    "/kpis/otif?since=2026-01&since=2026-02": "since",
    "/kpis/otif?country=AFG,Q": "country",
    "/kpis/otif?country=AFG,XQQ": "country",
    "/kpis/otif?region=Nowhere": "region",
    "/kpis/otif?build=../x": "build",
    "/kpis/otif?compare=never": "compare",
    "/kpis/otif?donor=" + "x" * 200: "donor",
    "/kpis/otif?donor=a%00b": "donor",
    "/kpis/otif?donor=\\": "donor",
    "/kpis/otif?country=AFG,": "country",
    "/kpis/otif?nothing=1": "nothing",
    "/kpis/otif?by=received_qty": "by",
    "/kpis/otif?by=month&by=country": "by",
    "/kpis/otif?by=load_id": "by",
    "/kpis/people_reached?by=people_reached": "by",
    "/kpis/otif?format=pdf": "format",
    "/kpis/otif?manifest=none": "manifest",
    "/kpis?country=AFG": "country",
    "/builds?limit=3": "limit",
    "/countries?since=2026-01": "since",
    "/marts?country=AFG": "country",
    f"{STOCK}?compare=plan": "compare",
    f"{STOCK}?donor=A": "donor",
    f"{STOCK}?limit=0": "limit",
    f"{STOCK}?limit=5001": "limit",
    f"{STOCK}?limit=٣": "limit",
    f"{STOCK}?limit=1e3": "limit",
    f"{STOCK}?columns=site_name,nothing": "columns",
    f"{STOCK}?columns=site_name,,item_name": "columns",
    f"{STOCK}?format=xlsx": "format",
    f"{STOCK}?format=csv&limit=3": "limit",
    f"{STOCK}?format=parquet&manifest=none": "manifest",
}


@pytest.mark.parametrize("address", REFUSED)
def test_what_cannot_be_understood_is_refused_by_name(asked, address):
    answer = asked(address)
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    told = answer.json
    assert [one["name"] for one in told["errors"]] == [REFUSED[address]]
    assert told["status"] == 400
    assert told["type"] == "/api#bad-parameter"
    assert REFUSED[address] in told["detail"]


def test_of_very_many_bad_parameters_the_first_are_named(asked):
    answer = asked("/kpis/otif", query_string={f"k{number}": "1" for number in range(500)})
    assert (answer.status_code, len(answer.json["errors"])) == (400, 20)


PLACES = (
    ("upload", "S", "I"),
    ("upload", "S", "I", "never"),
    ("upload", "S", "I", 5),
    ("upload", ["S"], "I", "2026-01-01"),
    ("upload", "S\0", "I", "2026-01-01"),
    ("upload", "\ud800", "I", "2026-01-01"),
    ("upload", {"a": 1}, "I", "2026-01-01"),
    (True, "S", "I", "2026-01-01"),
)


def word(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize("key", PLACES, ids=str)
def test_a_place_with_a_wrong_key_is_refused(asked, key):
    build = asked("/builds").json["current"]
    answer = asked(STOCK, query_string={"after": word(json.dumps([build, *key]))})
    assert answer.status_code == 400
    assert [one["name"] for one in answer.json["errors"]] == ["after"]


@pytest.mark.parametrize(
    "given", ["x", "====", "\0", "a" * 5000, "é", word("[]"), word("null"), word("[" * 3000), word('["../x", 1]')]
)
def test_a_place_that_is_none_is_refused(asked, given):
    answer = asked(STOCK, query_string={"after": given})
    assert answer.status_code == 400
    assert [one["name"] for one in answer.json["errors"]] == ["after"]


def test_a_place_of_one_mart_is_none_in_another(asked):
    after = asked(f"{STOCK}?limit=1").json["next"]
    assert asked(f"{STOCK}?limit=1&after={after}").status_code == 200
    assert asked(f"/marts/mart_project?after={after}").status_code == 400


@pytest.mark.parametrize(
    "address", ["/kpis/nothing", "/marts/mart_nothing", "/marts/build_info", "/nothing", "/kpis/a/b"]
)
def test_what_is_not_there_is_not_found(asked, address):
    answer = asked(address)
    assert (answer.status_code, answer.mimetype, answer.json["type"]) == (
        404,
        "application/problem+json",
        "/api#not-found",
    )


def test_a_build_that_is_not_there_is_not_found(asked):
    assert asked("/kpis/otif?build=20200101-000000-000000").status_code == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("address", ["/api/v1/kpis", "/api/v1/marts/mart_project"])
def test_nothing_can_be_written(server, method, address):
    answer = server.test_client().open(address, method=method)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert answer.json["type"] == "/api#wrong-method"


def test_no_form_that_the_caller_accepts(asked):
    assert asked("/kpis/otif", headers={"Accept": "image/png"}).status_code == 406
    assert asked("/kpis/otif", headers={"Accept": "text/csv;q=0.5, application/json;q=0.1"}).mimetype == "text/csv"
    assert asked("/kpis/otif", headers={"Accept": "text/html, */*;q=0.1"}).mimetype == "application/json"


def test_regions_stand_for_their_countries(asked):
    told = {one["country_code"]: one for one in asked("/countries").json["countries"] if one["has_data"]}
    names = sorted({one["subregion_name"] for one in told.values()})[:2]
    found = asked("/countries", query_string={"region": ",".join(names)}).json["countries"]
    assert [one["country_code"] for one in found] == [
        code for code, one in told.items() if one["subregion_name"] in names
    ]
    value = asked("/kpis/stock_out_rate", query_string={"region": ",".join(names)}).json
    assert value["filters"]["country"] == ",".join(sorted(one["country_code"] for one in found))


def test_too_many_parts_are_refused(asked, monkeypatch):
    monkeypatch.setattr("api.kpis.MOST_PARTS", 3)
    answer = asked("/kpis/stock_out_rate?by=site_code")
    assert (answer.status_code, answer.json["type"]) == (400, "/api#too-many-values")


def test_readers_see_their_countries_and_domains(asked):
    with reading_as(Reader("a", countries={"AFG"}, domains={"supply"}, rights={"export"})):
        parts = asked("/kpis/stock_out_rate?by=country").json["parts"]
        assert {one["country_code"] for one in parts} == {"AFG"}
        rows = asked(f"{STOCK}?columns=country_code&limit=5000").json
        assert {one["country_code"] for one in rows["rows"]} == {"AFG"}
        assert asked(f"{STOCK}?country=SSD").json["total"] == 0
        assert asked("/kpis/otif").status_code == 403
        assert asked("/marts/mart_delivery_line").json["type"] == "/api#not-open"
        told = {one["name"]: one["is_open"] for one in asked("/kpis").json["kpis"]}
        assert told["stock_out_rate"] and not told["otif"]
        assert not {one["name"]: one for one in asked("/marts").json["marts"]}["mart_project"]["is_open"]
        assert {one["country_code"] for one in asked("/countries").json["countries"] if one["has_data"]} == {"AFG"}


def test_readers_of_totals_get_no_single_rows(asked):
    with reading_as(Reader("a", detail="totals", rights={"export"})):
        assert asked(STOCK).status_code == 403
        assert asked("/kpis/stock_out_rate?by=item_group").status_code == 200
        assert asked("/kpis/otif?by=supplier_name").status_code == 400
    assert asked("/kpis/otif?by=supplier_name").status_code == 200


def test_a_small_count_is_suppressed_and_not_missing(home):
    forget_everything()
    close_builds()
    given = {"source_name": "s", "load_id": "l", "indicator_unit": "people", "indicator_code": "I"}
    people = {"AFG": 3, "SSD": 400, "YEM": 500}
    rows = [
        given | {"project_code": code, "country_code": code, "people_reached": n, "added_people_reached": n}
        for code, n in people.items()
    ]
    group = {"protection_group": "people 1", "protection_group_rows": 2, "is_protected": 1}
    rows = [row | group if row["country_code"] in ("AFG", "SSD") else row for row in rows]
    write_build(home, OLDER, {"mart_project_progress": rows})
    get = create_app().test_client().get
    parts = {one["country_code"]: one for one in get("/api/v1/kpis/people_reached?by=country").json["parts"]}
    assert {code: (one["value"], one["is_suppressed"], one["is_small"]) for code, one in parts.items()} == {
        "AFG": (None, True, True),
        "SSD": (None, True, False),
        "YEM": (500, False, False),
    }
    assert get("/api/v1/kpis/people_reached").json["value"]["value"] == 903
    told = get("/api/v1/marts/mart_project_progress?columns=people_reached").json["rows"]
    assert sorted(one["is_hidden"] for one in told) == [0, 1, 1]
    close_builds()


@pytest.mark.parametrize(
    "address", ["", "/openapi.json", "/kpis", "/kpis/otif", "/marts", STOCK, "/builds", "/countries"]
)
def test_a_known_answer_is_not_sent_again(asked, address):
    first = asked(address)
    assert first.status_code == 200
    again = asked(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_tags_differ_by_build_reader_address_and_form(asked):
    tags = [asked(one).headers["ETag"] for one in ("/kpis/otif", "/kpis/otif?country=AFG", "/kpis/otif?format=csv")]
    with reading_as(Reader("a", countries={"AFG"}, rights={"export"})):
        tags.append(asked("/kpis/otif").headers["ETag"])
    with reading_as(Reader("another name", rights={"export"})):
        assert asked("/kpis/otif").headers["ETag"] == tags[0]
    assert len(set(tags)) == 4


def test_a_file_of_rows_that_broke_off_goes_on(asked):
    address = f"{STOCK}?country=AFG&format=csv"
    whole = asked(address)
    assert whole.text.splitlines()[-1].startswith("# lagebild-end: ")
    headers = {"Range": "bytes=4000-", "If-Range": whole.headers["ETag"]}
    rest = asked(address, headers=headers)
    assert (rest.status_code, rest.data) == (206, whole.data[4000:])
    assert asked(address, headers={"If-None-Match": whole.headers["ETag"]}).status_code == 304
    with reading_as(Reader("a", countries={"SSD"}, rights={"export"})):
        assert asked(address, headers=headers).status_code == 200


def test_a_304_asks_the_database_nothing(asked, monkeypatch):
    tag = asked(STOCK).headers["ETag"]
    monkeypatch.setattr("api.marts.mart_page", lambda *_: pytest.fail("the rows were read"))
    assert asked(STOCK, headers={"If-None-Match": tag}).status_code == 304


def test_pages_stay_with_their_build_when_a_newer_one_is_published(home):
    forget_everything()
    close_builds()
    rows = [{"source_name": "s", "load_id": "l", "project_code": f"P{n}"} for n in range(9)]
    write_build(home, OLDER, {"mart_project": rows})
    get = create_app().test_client().get
    page, codes = get("/api/v1/marts/mart_project?limit=4").json, []
    tag = get("/api/v1/marts/mart_project").headers["ETag"]
    write_build(home, NEWER, {"mart_project": rows[:2]})
    while True:
        codes += [one["project_code"] for one in page["rows"]]
        assert page["build"] == OLDER
        if page["links"]["next"] is None:
            break
        page = get(page["links"]["next"]).json
    assert codes == [f"P{n}" for n in range(9)]
    newer = get("/api/v1/marts/mart_project", headers={"If-None-Match": tag})
    assert (newer.status_code, newer.json["build"], newer.json["total"]) == (200, NEWER, 2)
    assert get(f"/api/v1/marts/mart_project?build={OLDER}").json["total"] == 9
    assert [one["build"] for one in get("/api/v1/builds").json["builds"]] == [NEWER, OLDER]
    close_builds()


def test_nothing_published_is_said(home):
    close_builds()
    get = create_app().test_client().get
    for address in ("/kpis/otif", STOCK, "/builds", "/countries", "/marts"):
        answer = get(f"/api/v1{address}")
        assert (answer.status_code, answer.json["type"]) == (503, "/api#no-build")
    assert get("/api/v1/kpis").json["count"] == len(all_kpis())
    assert get("/api/v1/openapi.json").status_code == 200


def test_an_error_on_our_side_is_told_without_its_words(asked, monkeypatch):
    def broken(*_arguments):
        raise RuntimeError("secret words")

    monkeypatch.setattr("api.kpis.kpi_value", broken)
    answer = asked("/kpis/otif")
    assert (answer.status_code, answer.json["type"]) == (500, "/api#failed")
    assert "secret" not in answer.text


def test_who_asks_too_often_has_to_wait(demo_home, monkeypatch):
    monkeypatch.setenv("LAGEBILD_API_REQUESTS_PER_MINUTE", "3")
    settings.read_settings.cache_clear()
    get = create_app().test_client().get
    addresses = ("/api/v1/kpis", "/api/v1/builds", "/api/v1/nothing", "/api/v1/kpis")
    found = [get(one) for one in addresses]
    assert [one.status_code for one in found] == [200, 200, 404, 429]
    assert "Retry-After" not in found[0].headers
    assert 0 < int(found[-1].headers["Retry-After"]) <= 60
    assert found[-1].json["type"] == "/api#too-many-requests"
    with reading_as(Reader("somebody else", rights={"export"})):
        assert get("/api/v1/kpis").status_code == 200
    assert get("/health").status_code == 200


def test_the_document_names_every_kpi_and_mart_and_problem(asked):
    told = asked("/openapi.json").json
    names = {
        path: told["paths"][path]["get"]["parameters"][0]["schema"]["enum"]
        for path in ("/kpis/{name}", "/marts/{name}")
    }
    assert names["/kpis/{name}"] == [one.name for one in all_kpis()]
    assert names["/marts/{name}"] == list(marts())
    assert [one["code"] for one in told["x-problems"]] == [one.code for one in KINDS]
