"""Where places of the world stand on a map: Natural Earth for all of it, Mercator or plain degrees for a part."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from components.svg.elements import WIDTH, pixel

TALLEST = 420
PIECES = 8
"""Straight pieces of a great circle."""

Way = Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True)
class Projection:
    """way: degrees to a plane; left, top: its corner; scale: pixels of a unit of the plane; box: west, south, east,
    north of what is seen; degrees: what a pixel shows."""

    way: Way
    left: float
    top: float
    scale: float
    height: int
    box: tuple[float, float, float, float]

    @property
    def degrees(self) -> float:
        """About how many degrees of longitude a pixel shows."""
        return (self.box[2] - self.box[0]) / WIDTH

    def place(self, longitude: float, latitude: float) -> tuple[int, int]:
        """The pixel of a place."""
        x, y = self.way(longitude, latitude)
        return pixel((x - self.left) * self.scale), pixel((self.top - y) * self.scale)

    def holds(self, place: tuple[float, float]) -> bool:
        """Whether a place is on the map."""
        west, south, east, north = self.box
        return west <= place[0] <= east and south <= place[1] <= north


def projection(geo: dict) -> Projection:
    """That of a layout of plotly, as wide as a drawing."""
    way = WAYS.get(geo["projection"]["type"], _plain)
    (west, east), (south, north) = geo["lonaxis"]["range"], geo["lataxis"]["range"]
    middle = min(max(0.0, south), north)
    left, right = (way(side, middle)[0] for side in (west, east))
    top, foot = (way((west + east) / 2, side)[1] for side in (north, south))
    scale = min(WIDTH / (right - left), TALLEST / (top - foot))
    spare = (WIDTH / scale - (right - left)) / 2
    return Projection(way, left - spare, top, scale, pixel((top - foot) * scale), (west, south, east, north))


def great_circle(begin: tuple, end: tuple) -> list[list[tuple[float, float]]]:
    """The shortest way over the globe, in pieces; two ways where it crosses the edge of the map."""
    first, last = _vector(*begin), _vector(*end)
    angle = math.acos(min(1.0, max(-1.0, sum(one * other for one, other in zip(first, last, strict=True)))))
    if angle < 1e-6:
        return []
    runs: list[list[tuple[float, float]]] = [[]]
    for at in range(PIECES + 1):
        weights = (
            math.sin((1 - at / PIECES) * angle) / math.sin(angle),
            math.sin(at / PIECES * angle) / math.sin(angle),
        )
        x, y, z = (weights[0] * one + weights[1] * other for one, other in zip(first, last, strict=True))
        point = math.degrees(math.atan2(y, x)), math.degrees(math.asin(min(1.0, max(-1.0, z))))
        if runs[-1] and abs(point[0] - runs[-1][-1][0]) > 180:
            runs.append([])
        runs[-1].append(point)
    return runs


def _vector(longitude: float, latitude: float) -> tuple[float, float, float]:
    across, up = math.radians(longitude), math.radians(latitude)
    return math.cos(up) * math.cos(across), math.cos(up) * math.sin(across), math.sin(up)


def _natural_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """The polynomials of the projection Natural Earth."""
    across, up = math.radians(longitude), math.radians(latitude)
    square, sixth = up * up, up**6
    x = across * (0.8707 - 0.131979 * square + square * square * (-0.013791 + sixth * (0.003971 - 0.001529 * square)))
    y = up * (
        1.007226 + square * (0.015085 + square * square * (-0.044475 + 0.028874 * square - 0.005916 * square * square))
    )
    return x, y


def _mercator(longitude: float, latitude: float) -> tuple[float, float]:
    up = math.radians(min(max(latitude, -85), 85))
    return math.radians(longitude), math.log(math.tan(math.pi / 4 + up / 2))


def _plain(longitude: float, latitude: float) -> tuple[float, float]:
    return math.radians(longitude), math.radians(latitude)


WAYS: dict[str, Way] = {"natural earth": _natural_earth, "mercator": _mercator}
