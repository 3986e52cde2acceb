"""A figure beside its baseline, and the table they are printed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class Figure:
    """Something measured, what it is compared with and how both were taken."""

    name: str
    unit: str
    ours: float
    baseline: float
    against: str
    """What the baseline is."""
    how: str
    """How both were taken, in one line."""
    bar: float | None = None
    """The ratio that it is held to, at most; None where none is set."""

    @property
    def ratio(self) -> float:
        """Ours over the baseline."""
        return self.ours / self.baseline if self.baseline else float("nan")


def middle(values: Sequence[float]) -> float:
    """The median, in the values' unit."""
    return median(values)


def high(values: Sequence[float]) -> float:
    """The 95th percentile, in the values' unit."""
    return quantiles(values, n=20, method="inclusive")[-1]


HEAD = f"{'figure':<44}{'ours':>14}{'baseline':>14}{'ratio':>8}"


def render(figures: Sequence[Figure]) -> str:
    """The table below its head: a line for each figure, and under it how it was taken."""
    lines = []
    for figure in figures:
        ours, baseline = (f"{v:,.1f} {figure.unit}" for v in (figure.ours, figure.baseline))
        lines += [
            f"{figure.name:<44}{ours:>14}{baseline:>14}{figure.ratio:>8.2f}",
            f"    against {figure.against}; {figure.how}",
            *_held(figure),
        ]
    return "\n".join(lines)


def _held(figure: Figure) -> list[str]:
    """How it stands beside its bar, if it has one."""
    if figure.bar is None:
        return []
    met = "met" if figure.ratio <= figure.bar else "MISSED"
    return [f"    bar: at most {figure.bar:.2f}, {met}"]
