"""Finding and fetching the resources of an HDX data set."""

import pandas as pd
import pytest

from data.hdx import download_hdx_resources, hdx_addresses, without_hxl_tags
from data.source import RefusedFile
from tests.sources.hdx_server import hdx_server

RESOURCES = [
    {"name": "Plans", "url": "/download/plans_2024.csv"},
    {"name": "plans_2025.CSV", "url": "/sheets/abc?output=csv"},
    {"name": "Map", "url": "/download/map.zip", "download_url": "/download/map.zip"},
]


def test_resources_are_found_by_file_name_or_by_resource_name(tmp_path):
    files = {"/download/plans_2024.csv": "a", "/sheets/abc": "b", "/download/map.zip": "c"}
    with hdx_server({"plans": RESOURCES}, files) as base_url:
        written = download_hdx_resources("plans", ["plans_*.csv"], tmp_path / "new", base_url)
    assert [(path.name, path.read_text()) for path in written] == [("plans_2024.csv", "a"), ("plans_2025.CSV", "b")]


def test_a_pattern_without_a_resource_is_refused(tmp_path):
    with hdx_server({"plans": RESOURCES}, {}) as base_url, pytest.raises(RefusedFile, match=r"no resource costs_\*"):
        download_hdx_resources("plans", ["plans_2024.csv", "costs_*"], tmp_path, base_url)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_data_set_is_refused():
    with hdx_server({}, {}) as base_url, pytest.raises(RefusedFile, match="answered 404"):
        hdx_addresses("nothing", ["*"], base_url)


def test_two_resources_of_one_name_are_refused():
    twice = [{"name": "a.csv", "url": "/1/a.csv"}, {"name": "a.csv", "url": "/2/a.csv"}]
    with hdx_server({"twice": twice}, {}) as base_url, pytest.raises(RefusedFile, match="a.csv more than once"):
        hdx_addresses("twice", ["*.csv"], base_url)


@pytest.mark.parametrize("address", ["/download/..%2F..%2Fevil.csv", "/download/..%5Cevil.csv"])
def test_an_address_cannot_name_a_place_outside_the_folder(tmp_path, address):
    resources = [{"name": "evil.csv", "url": address}]
    with hdx_server({"evil": resources}, {address: "x"}) as base_url:
        written = download_hdx_resources("evil", ["*.csv"], tmp_path / "inside", base_url)
    assert written == [tmp_path / "inside" / "evil.csv"]


def test_only_web_addresses_are_followed():
    local = [{"name": "hosts.csv", "url": "file:///etc/hosts"}]
    with hdx_server({"local": local}, {}) as base_url, pytest.raises(RefusedFile, match="no web address"):
        hdx_addresses("local", ["hosts.csv"], base_url)


def test_the_row_of_tags_goes_and_other_rows_stay():
    frame = pd.DataFrame(
        {"source_row": [2, 3, 4], "place": ["#adm1+name", "#1 Camp", None], "people": [None, "5", "6"]}, dtype=object
    )
    assert without_hxl_tags(frame)["source_row"].tolist() == [3, 4]
    assert without_hxl_tags(frame.iloc[1:])["source_row"].tolist() == [3, 4]
