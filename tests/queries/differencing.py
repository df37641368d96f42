"""An attacker who asks for many figures and lists and sets up equations: what could the small counts still be?

The unknown are the numbers of the reports as received. Every figure that is told is a sum of some of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

Sum = Mapping[int, float]
"""Number of a report -> how often it is counted."""


def added(*sums: Sum) -> dict[int, float]:
    """The sum of sums."""
    found: dict[int, float] = {}
    for one in sums:
        for at, weight in one.items():
            found[at] = found.get(at, 0.0) + weight
    return found


def less(one: Sum, other: Sum) -> dict[int, float]:
    """The difference of two sums."""
    return added(one, {at: -weight for at, weight in other.items()})


@dataclass
class Attacker:
    """What somebody was told about the numbers of the reports, and knows of them anyway: none is negative."""

    truth: np.ndarray
    equations: list[dict[int, float]] = field(default_factory=list)

    def hears(self, sum_told: Sum, value: float, where: object) -> None:
        """Notes a figure; AssertionError where the figure is not the sum that it is said to be."""
        true = sum(self.truth[at] * weight for at, weight in sum_told.items())
        assert abs(true - value) < 1e-6, (where, value, true)
        self.equations.append({at: weight for at, weight in sum_told.items() if weight})

    def pinned(self, counts: Iterable[Sum]) -> list[Sum]:
        """The sums among the counts that follow from the equations alone."""
        unseen = self._unseen()
        vectors = [(one, self._vector(one)) for one in counts]
        return [one for one, vector in vectors if np.linalg.norm(unseen @ vector) < 1e-6]

    def possible(self, count: Sum, value: float) -> bool:
        """Whether the count could be of that value: numbers that keep every equation, none of them negative. They are
        looked for by going back and forth between what the equations allow and what is not negative."""
        unseen, vector = self._unseen(), self._vector(count)
        free = unseen @ vector
        if free @ vector < 1e-9:
            return abs(self.truth @ vector - value) < 1e-6
        found = self.truth.copy()
        for _step in range(4000):
            found = self.truth + unseen @ (found - self.truth)
            found += free * ((value - found @ vector) / (free @ vector))
            if found.min() > -1e-3:
                return True
            found = np.maximum(found, 0.0)
        return False

    def _unseen(self) -> np.ndarray:
        """Projects on the directions in which the numbers may change without an equation noticing."""
        if len(self.equations) != getattr(self, "_known", None):
            matrix = np.array([self._vector(one) for one in self.equations] or [np.zeros(len(self.truth))])
            _left, sizes, rows = np.linalg.svd(matrix, full_matrices=False)
            basis = rows[sizes > 1e-8 * max(1.0, sizes.max())]
            self._projection = np.eye(len(self.truth)) - basis.T @ basis
            self._known = len(self.equations)
        return self._projection

    def _vector(self, one: Sum) -> np.ndarray:
        vector = np.zeros(len(self.truth))
        for at, weight in one.items():
            vector[at] = weight
        return vector
