"""Boundaries for the maps: how they are prepared, and that the committed ones may be shown."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from data.boundaries import FOLDER, admin1, countries, main, world

SAMPLE = Path(__file__).parents[1] / "samples" / "boundaries"
WORLD_FILE = SAMPLE / "world" / "un_world_50m.topo.json"
DISPUTED = {"XJK", "XAC", "XAP", "XBT", "XHT", "XIT"}
COMMITTED = [
    FOLDER / "world_overview.geojson",
    FOLDER / "world_detail.geojson",
    *sorted(FOLDER.glob("admin1/*.geojson")),
]


def by_id(features):
    return {feature["id"]: feature for feature in features}


def shapes(features):
    return np.array([shape(feature["geometry"]) for feature in features])


def rings(features):
    """Every ring with whether it is an exterior one."""
    for polygon in shapely.get_parts(shapes(features)):
        yield polygon.exterior, True
        yield from ((ring, False) for ring in polygon.interiors)


def longest_step(features):
    """Longest edge in degrees of longitude, apart from the one that closes Antarctica along the pole."""
    return max(np.abs(np.diff(line[:, 0]))[line[1:, 1] > -90].max() for line in map(coordinates, rings(features)))


def coordinates(ring):
    return shapely.get_coordinates(ring[0])


def square_file(path, *, west=0.0, **properties):
    ring = [[west, 0], [west + 2, 0], [west + 2, 2], [west, 2], [west, 0]]
    feature = {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return path


@pytest.fixture(scope="module")
def sample_world():
    return {name: by_id(features) for name, features in world(WORLD_FILE).items()}


@pytest.fixture(scope="module", params=COMMITTED, ids=lambda path: path.stem)
def committed(request):
    return json.loads(request.param.read_text(encoding="utf-8"))["features"]


@pytest.fixture(scope="module", params=["world_overview", "world_detail"])
def committed_world(request):
    return by_id(json.loads((FOLDER / f"{request.param}.geojson").read_text(encoding="utf-8"))["features"])


def test_parts_that_repeat_a_code_become_one_feature(sample_world):
    assert set(sample_world) == {"world_overview", "world_detail"}
    for features in sample_world.values():
        assert list(features) == ["FJI", "MDV", "PSE", "SDN", "SSD", "XJK"]
        assert [round(part.area, 3) for part in shape(features["PSE"]["geometry"]).geoms] == [0.5, 0.5]


def test_a_shape_across_the_antimeridian_is_cut(sample_world):
    fiji = shape(sample_world["world_detail"]["FJI"]["geometry"])
    assert fiji.bounds == (-180, -17.8, 180, -16)
    assert sorted(part.bounds[0] < 0 for part in fiji.geoms) == [False, True]
    assert longest_step([sample_world["world_detail"]["FJI"]]) < 3


def test_neighbours_stay_joined_and_small_states_stay(sample_world):
    for features in sample_world.values():
        pair = shapes([features["SDN"], features["SSD"]])
        assert shapely.coverage_is_valid(pair)
        assert pair[0].intersection(pair[1]).length >= 10
        assert shape(features["MDV"]["geometry"]).area > 0


def test_kind_and_label_of_a_feature(sample_world):
    kinds = {code: feature["properties"]["kind"] for code, feature in sample_world["world_detail"].items()}
    assert kinds == {**dict.fromkeys(["FJI", "MDV", "PSE", "SDN", "SSD"], "country"), "XJK": "disputed"}
    sudan = sample_world["world_detail"]["SDN"]
    assert sudan["properties"]["country_name"] == "Sudan"
    assert shape(sudan["geometry"]).contains(shapely.Point(sudan["properties"]["label"]))


def test_the_ring_of_antarctica_is_closed_along_the_pole(tmp_path):
    ring = [[-180, -70], [-60, -65], [60, -68], [179.9, -70], [-180, -70]]
    feature = {"type": "Feature", "id": "ATA", "geometry": {"type": "Polygon", "coordinates": [ring]}}
    (tmp_path / "world.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    (antarctica,) = world(tmp_path / "world.geojson")["world_detail"]
    assert shape(antarctica["geometry"]).bounds == (-180, -90, 180, -65)
    assert shape(antarctica["geometry"]).contains(shapely.Point(0, -89))


def test_another_source_may_name_the_code_otherwise(tmp_path):
    (feature,) = world(square_file(tmp_path / "world.geojson", iso3cd="SSD"))["world_overview"]
    assert feature["id"] == "SSD"


def test_an_unknown_or_missing_code_ends_the_preparation(tmp_path):
    for properties in ({"iso3cd": "ZZZ"}, {"name": "Nowhere"}):
        with pytest.raises(ValueError, match="unknown code"):
            world(square_file(tmp_path / "world.geojson", **properties))
    with pytest.raises(SystemExit):
        main([])


def test_first_level_areas_take_the_codes_of_the_table():
    found = {code: by_id(features) for code, features in admin1(SAMPLE / "admin1").items()}
    assert {code: list(features) for code, features in found.items()} == {
        "BFA": ["BF48"],  # two provinces of one region
        "SOM": ["SO16", "SOL+00?"],  # the UN draws the second file inside Somalia
        "YEM": ["YE19", "YE24", "YE32", "YEM+99?"],  # one published area is mainland and Socotra
    }
    assert shape(found["BFA"]["BF48"]["geometry"]).area == 2
    assert shape(found["YEM"]["YE32"]["geometry"]).bounds[0] == 53.5
    unnamed = found["YEM"]["YEM+99?"]["properties"]
    assert (unnamed["area_code"], unnamed["area_name"]) == (None, None)
    assert found["SOM"]["SOL+00?"]["properties"]["area_code"] is None


def test_the_command_writes_all_files(tmp_path):
    main([str(WORLD_FILE), str(SAMPLE / "admin1"), str(tmp_path)])
    written = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.geojson"))
    assert written == [
        "admin1/BFA.geojson",
        "admin1/SOM.geojson",
        "admin1/YEM.geojson",
        "world_detail.geojson",
        "world_overview.geojson",
    ]


def test_committed_shapes_are_valid_and_neither_overlap_nor_leave_gaps(committed):
    found = shapes(committed)
    assert shapely.is_valid(found).all()
    assert not shapely.is_empty(found).any()
    assert shapely.coverage_is_valid(found)


def test_committed_rings_run_clockwise_outside_and_counter_clockwise_inside(committed):
    assert all(shapely.is_ccw(ring) != exterior for ring, exterior in rings(committed))


def test_no_committed_edge_crosses_the_antimeridian(committed):
    assert longest_step(committed) < 60


def test_the_only_holes_in_the_land_are_the_caspian_sea_and_a_lagoon(committed_world):
    land = shapely.union_all(shapes(committed_world.values()))
    holes = [shapely.Polygon(ring).centroid for part in shapely.get_parts(land) for ring in part.interiors]
    assert sorted((round(hole.x), round(hole.y)) for hole in holes) == [(21, 55), (51, 42)]


def test_every_committed_feature_has_a_code_of_the_table(committed_world):
    known = countries()
    assert set(committed_world) <= set(known)
    assert len(committed_world) == 250
    assert all(code == feature["properties"]["country_code"] for code, feature in committed_world.items())


def test_areas_whose_absence_would_be_a_statement_are_there(committed_world):
    assert {"PSE", "SSD", "SDN", "ESH", "TWN", "UKR"} <= set(committed_world)
    disputed = {code for code, feature in committed_world.items() if feature["properties"]["kind"] == "disputed"}
    assert disputed == DISPUTED


@pytest.mark.parametrize(
    ("place", "longitude", "latitude", "code"),
    [
        ("Simferopol", 34.1, 44.95, "UKR"),
        ("Laayoune", -13.16, 27.13, "ESH"),
        ("the Golan", 35.78, 32.98, "SYR"),
        ("Srinagar", 74.8, 34.09, "XJK"),
        ("Hargeisa", 44.06, 9.56, "SOM"),
        ("Gaza, inland", 34.36, 31.39, "PSE"),
        ("Ramallah", 35.2, 31.9, "PSE"),
        ("Juba", 31.6, 4.85, "SSD"),
        ("Pristina", 21.17, 42.66, "SRB"),  # the UN file has Kosovo inside SRB; XKX has no shape of its own
    ],
)
def test_places_fall_where_the_un_file_has_them(committed_world, place, longitude, latitude, code):
    point = shapely.Point(longitude, latitude)
    assert [key for key, feature in committed_world.items() if shape(feature["geometry"]).contains(point)] == [code]


def test_kosovo_and_abyei_have_no_shape_of_their_own(committed_world):
    assert not {"XKX", "XAB"} & set(committed_world)


def test_files_are_small_enough_for_a_slow_line():
    assert (FOLDER / "world_overview.geojson").stat().st_size < 250_000
    assert (FOLDER / "world_detail.geojson").stat().st_size < 350_000
    assert all(path.stat().st_size < 60_000 for path in FOLDER.glob("admin1/*.geojson"))


def test_committed_first_level_areas():
    found = {path.stem: json.loads(path.read_text(encoding="utf-8"))["features"] for path in FOLDER.glob("admin1/*")}
    assert set(found) <= set(countries()) and len(found) == 20
    coded = {code: sum(f["properties"]["area_code"] is not None for f in features) for code, features in found.items()}
    assert (coded["AFG"], coded["NGA"], coded["UKR"], coded["BFA"], coded["COD"]) == (34, 37, 27, 13, 5)
    codes = [
        f["properties"]["area_code"] for features in found.values() for f in features if f["properties"]["area_code"]
    ]
    assert len(codes) == len(set(codes))


def test_pcodes_of_the_table_are_in_the_list_of_pcodes(real_folder):
    from data.tables import read_csv

    published = read_csv(real_folder / "country_codes" / "global_pcodes_adm1_adm2.csv.gz")
    first_level = published[published["Admin Level"] == "1"].set_index("P-Code")["Name"]
    table = read_csv(FOLDER / "admin1_codes.csv").dropna(subset="area_code")
    assert (first_level.reindex(table["area_code"]).to_numpy() == table["area_name"].to_numpy()).all()


def test_the_committed_files_are_what_the_command_makes_of_the_published_ones(real_folder, tmp_path):
    published = real_folder / "boundaries"
    main([str(published / "world" / "un_world_50m.topo.json"), str(published / "admin1"), str(tmp_path)])
    for path in COMMITTED:
        made = json.loads((tmp_path / path.relative_to(FOLDER)).read_text(encoding="utf-8"))["features"]
        kept = json.loads(path.read_text(encoding="utf-8"))["features"]
        assert by_id(made).keys() == by_id(kept).keys()
        assert np.allclose(shapely.area(shapes(made)), shapely.area(shapes(kept)), rtol=0.01, atol=0.001)
