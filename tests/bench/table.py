"""A figure beside its baseline, and the table they are printed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
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
    def ratio(self) -> float | None:
        """Ours over the baseline; None where that is nothing."""
        return self.ours / self.baseline if self.baseline else None

    @property
    def taken(self) -> str:
        """What it is compared with and how both were taken."""
        return f"against {self.against}; {self.how}"


def middle(values: Sequence[float]) -> float:
    """The median, in the values' unit."""
    return median(values)


def high(values: Sequence[float]) -> float:
    """The 95th percentile, in the values' unit."""
    return quantiles(values, n=20, method="inclusive")[-1]


_NAME = 52
HEAD = f"{'figure':<{_NAME}}{'ours':>14}{'baseline':>14}{'ratio':>8}"


def render(figures: Sequence[Figure]) -> str:
    """The table below its head: a line for each figure, and under those that were taken alike, how."""
    lines = []
    for figure, following in zip_longest(figures, figures[1:]):
        ours, baseline = (
            f"{v:,.1f} {figure.unit}".rstrip() for v in (figure.ours, figure.baseline)
        )
        ratio = "–" if figure.ratio is None else f"{figure.ratio:.2f}"
        lines += [f"{figure.name:<{_NAME}}{ours:>14}{baseline:>14}{ratio:>8}", *_held(figure)]
        if following is None or following.taken != figure.taken:
            lines.append(f"    {figure.taken}")
    return "\n".join(lines)


def _held(figure: Figure) -> list[str]:
    """How it stands beside its bar, if it has one."""
    if figure.bar is None:
        return []
    met = "met" if figure.ratio is not None and figure.ratio <= figure.bar else "MISSED"
    return [f"    bar: at most {figure.bar:.2f}, {met}"]
