"""UNHCR: codes that are not ISO codes, origins that are no country, and three other publishers' tables beside."""

import gzip
import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from data.contracts.refugees_unhcr import CONTRACTS
from data.source import RefusedFile, files_of
from data.sources.refugees_unhcr import SOURCE, fetch, read
from data.validate import validate
from tests.sources.sample_marts import mart_rows

SAMPLE = Path(__file__).parents[1] / "samples" / "refugees_unhcr"


@pytest.fixture(scope="module")
def tables():
    return {e.table: validate(e, CONTRACTS[e.table]) for e in read(files_of(SOURCE, SAMPLE))}


@contextmanager
def data_finder(pages: dict[str, list[list[dict]]]):
    """The base address of a server that answers as the API does: endpoint -> items of each page."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            parts = urlsplit(self.path)
            asked = parse_qs(parts.query)
            items = pages[parts.path.strip("/")]
            assert asked["coo_all"] == asked["coa_all"] == ["true"]
            page = int(asked["page"][0])
            body = json.dumps({"page": page, "maxPages": len(items), "total": [], "items": items[page - 1]}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def test_countries_come_from_the_iso_columns(tables):
    rows = tables["population"].valid
    egypt = rows[rows["coo"] == "ARE"]
    assert egypt[["origin_country_code", "asylum_country_code"]].values.tolist() == [["EGY", "ARE"]]


def test_unknown_stateless_and_tibetans_have_codes_of_their_own(tables):
    rows = tables["population"].valid.drop_duplicates("coo_name").set_index("coo_name")["origin_country_code"]
    assert (rows["Unknown"], rows["Stateless"], rows["Tibetan"]) == ("XXX", "XXA", "XXC")


def test_other_people_in_need_of_protection_are_mostly_missing(tables):
    assert tables["population"].valid["oip"].dropna().tolist() == [870000]


def test_the_dash_of_the_api_is_missing(tables):
    rows = tables["population"].valid
    assert rows[(rows["coo"] == "SUD") & (rows["coa"] == "ARE")]["refugees"].isna().tolist() == [True]


def test_contradictions_and_unknown_origins_are_refused(tables):
    assert tables["population"].quarantine["reasons"].tolist() == [
        "coo_iso is not a known country or area: 'ATL'",
        "year, coo, coa contradicts another row with the same key (rows 13, 14)",
        "year, coo, coa contradicts another row with the same key (rows 13, 14)",
    ]


def test_the_other_tables_stand_beside(tables):
    assert tables["solutions"].valid["resettlement"].dropna().tolist() == [640]
    assert tables["unrwa"].valid["total"].tolist() == [2300000]
    assert tables["idmc"].valid["origin_country_code"].tolist() == ["TCD", "XAB"]
    assert tables["solutions"].quarantine["reasons"].tolist() == ["returned_idps is not a number: 'many'"]
    assert tables["unrwa"].quarantine["reasons"].tolist() == ["total is empty"]
    assert tables["idmc"].quarantine["reasons"].tolist() == ["total is below 0: '-1.0'"]


def test_the_list_of_codes_keeps_entries_without_an_iso_code(tables):
    assert tables["countries"].valid["unhcr_code"].tolist() == ["ARE", "UAE", "TIB"]
    assert tables["countries"].quarantine["reasons"].tolist() == ["iso_code does not look like [A-Z]{3}: 'E9'"]


def test_refugees_count_once_where_they_are_and_once_where_they_come_from(sample_home):
    rows = mart_rows(
        "select country_code, refugees_hosted, refugees_originated, asylum_seekers_hosted, stateless_people,"
        " returned_people, conflict_idps from mart_displacement"
        " where source_name = 'refugees_unhcr' and country_code in ('TCD', 'EGY', 'XXC')  order by 1"
    )
    assert rows == [
        ("EGY", 0, 5, 700, 5, 0, None),
        ("TCD", 608025, 3700, 940, 0, 53100, None),
        ("XXC", None, 8200, None, None, 0, None),
    ]


def test_all_pages_are_fetched_and_can_be_read(tmp_path):
    people = {"year": 2023, "coo_name": "Sudan", "coo": "SUD", "coo_iso": "SDN", "refugees": 40, "oip": "-"}
    chad = people | {"coa_name": "Chad", "coa": "CHD", "coa_iso": "TCD", "coo_id": 1, "idps": "0"}
    niger = people | {"coa_name": "Niger", "coa": "NGR", "coa_iso": "NER", "refugees": "7"}
    with data_finder({"population": [[chad], [niger]], "solutions": [[]]}) as base_url:
        written = fetch(tmp_path / "new", base_url)
    assert [path.name for path in written] == ["population.csv.gz", "solutions.csv.gz"]
    assert not list((tmp_path / "new").glob("*.part"))
    population, solutions = read(files_of(SOURCE, tmp_path / "new"))
    rows = validate(population, CONTRACTS["population"]).valid
    assert rows[["asylum_country_code", "refugees"]].values.tolist() == [["TCD", 40], ["NER", 7]]
    assert rows["idps"].isna().tolist() == [False, True]
    assert len(solutions.frame) == 0


def test_an_answer_without_items_is_refused_and_leaves_the_old_file(tmp_path):
    with gzip.open(tmp_path / "population.csv.gz", "wt") as file:
        file.write("old")
    with data_finder({"population": [["not a row"]]}) as base_url, pytest.raises(RefusedFile, match="list of items"):
        fetch(tmp_path, base_url)
    with gzip.open(tmp_path / "population.csv.gz", "rt") as file:
        assert file.read() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["population.csv.gz"]
