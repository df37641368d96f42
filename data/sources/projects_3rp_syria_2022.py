"""Projects of the Syria Regional Refugee and Resilience Plan 2022 with the funds they request.

There is no fetch: the address of an edition on HDX is not certain.
"""

from collections.abc import Iterator

import pandas as pd

from data.parse import numbers
from data.source import Extract, Files, Source
from data.tables import read_csv

SOURCE = Source(
    name="projects_3rp_syria_2022",
    title="Syria Regional Refugee and Resilience Plan (3RP) 2022: projects with requested funds",
    publisher="OCHA Humanitarian Programme Cycle, Projects module",
    licence="CC BY-IGO",
    page="https://projects.hpc.tools",
    owner="Programme section",
    expected_days=None,
    files=("rsyr22-projects.csv",),
)
SEVERAL = r"\s*[,;|]\s*"


def read(files: Files) -> Iterator[Extract]:
    """One row per project version. `location (one)` and `globalCluster (one)` hold the cell where it names one
    country or cluster, and are missing where it names several or none: a project of several countries has no
    published split, so its money belongs to none of them."""
    path = files.one("rsyr22-projects.csv")
    frame = read_csv(path)
    frame["currentRequestedFunds"] = numbers(frame["currentRequestedFunds"])
    frame["location (one)"] = only_value(frame["locations"])
    frame["globalCluster (one)"] = only_value(frame["globalClusters"])
    yield Extract("projects", path, frame)


def only_value(cells: pd.Series) -> pd.Series:
    """Each cell that names a single value; missing where it names several (comma, semicolon, bar) or none."""
    several = cells.str.strip().str.contains(SEVERAL, regex=True, na=True).astype(bool)
    return cells.str.strip().mask(several, None)
