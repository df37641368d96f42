"""Published features: ids that repeat, ids that lack, layers that are not countries."""

from pathlib import Path

import pandas as pd
import pytest

from data.contracts.boundaries import CONTRACTS
from data.source import RefusedFile, files_of
from data.sources.boundaries import SOURCE, read
from data.validate import validate

SAMPLE = Path(__file__).parents[1] / "samples" / "boundaries"


@pytest.fixture(scope="module")
def rows():
    found = [validate(extract, CONTRACTS["features"]) for extract in read(files_of(SOURCE, SAMPLE))]
    assert sum(len(checked.quarantine) for checked in found) == 0
    return pd.concat([checked.valid for checked in found])


def test_each_feature_of_the_layer_of_countries_is_a_row(rows):
    world = rows[rows["file"] == "world/un_world_50m.topo.json"]
    assert world["id"].tolist() == ["SDN", "SSD", "FJI", "PSE", "PSE", "MDV", "XJK"]
    assert world["source_row"].tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert set(world["layer"]) == {"countries"}
    assert world["name"].isna().all()


def test_a_missing_id_stays_missing_and_zeros_lead(rows):
    world = rows[rows["file"] == "world/natural_earth_countries_110m.topo.json"].set_index("name")
    assert world["id"].dropna().to_dict() == {"S. Sudan": "728", "Argentina": "032"}
    assert pd.isna(world.loc["Kosovo", "id"])


def test_first_level_areas_have_names_and_no_id(rows):
    yemen = rows[rows["file"] == "admin1/YEM_Yemen_admin1.geojson"]
    assert yemen["adm1_code"].tolist() == ["YEM-3497", "YEM-3510", "YEM+99?"]
    assert yemen["name"].tolist()[:2] == ["Hadramawt", "`Adan"]
    assert pd.isna(yemen["name"].tolist()[2])
    assert yemen["id"].isna().all()


@pytest.mark.parametrize("content", ["{", '{"type": "Topology", "objects": {}}', '{"type": "Feature"}'])
def test_a_file_that_is_no_boundary_file_is_refused(tmp_path, content):
    (tmp_path / "world").mkdir()
    (tmp_path / "world" / "damaged.topo.json").write_text(content)
    with pytest.raises(RefusedFile, match="damaged"):
        list(read(files_of(SOURCE, tmp_path)))
