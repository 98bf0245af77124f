"""The geometry of the charts: coverage bars, and columns over runs. The templates draw what is measured here.

``unknown`` is drawn apart from the rest, behind a gap, because it is no part of the denominator (METHOD 4 and 5).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kursrevisjon.model import Run, Topic, TopicRollup, Verdict
from kursrevisjon.report.messages import Messages
from kursrevisjon.report.view import ratio, total_figures

BASELINE_UNIONS: Final = 20
"""The unions of SINTEF 2018-00851; none had preventive work in mandatory training (METHOD 4)."""

FEWEST_RUNS: Final = 3
_MOST_RUNS: Final = 11

_WIDTH: Final = 560
_HEIGHT: Final = 260
_LEFT: Final = 34
_TOP: Final = 24
_BOTTOM: Final = _HEIGHT - 36
_GAP: Final = 3


@dataclass(frozen=True, slots=True)
class BarPiece:
    """A part of a coverage bar, in per cent of its width."""

    kind: str
    start: float
    length: float


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a column: its kind (a verdict, or ``unstated``), upper edge and height."""

    kind: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """A run's column: left edge and middle, its parts from below, its top, the number above and the labels below."""

    x: float
    middle: float
    pieces: tuple[Piece, ...]
    top: float
    count: str
    label: str
    sublabel: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the scale."""

    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Columns over runs for one topic; ``told`` says the same in words."""

    topic: Topic
    columns: tuple[Column, ...]
    ticks: tuple[Tick, ...]
    told: str
    column_width: float
    width: int = _WIDTH
    height: int = _HEIGHT
    left: int = _LEFT


@dataclass(frozen=True, slots=True)
class _Point:
    counts: dict[str, int]
    count: str
    label: str
    sublabel: str

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def bar_pieces(figures: TopicRollup) -> tuple[BarPiece, ...]:
    """The parts of a coverage bar: METHOD's verdicts in order, then ``unknown`` behind a gap."""
    total = sum(getattr(figures, verdict.value) for verdict in Verdict) or 1
    pieces: list[BarPiece] = []
    start = 0.0
    for verdict in Verdict:
        share = 100 * getattr(figures, verdict.value) / total
        if share:
            space = min(1.5, share / 2) if verdict is Verdict.UNKNOWN and pieces else 0.0
            pieces.append(BarPiece(verdict.value, round(start + space, 2), round(share - space - 0.3, 2)))
        start += share
    return tuple(pieces)


def trend_charts(runs: Sequence[Run], m: Messages) -> tuple[Chart, ...]:
    """A chart per topic over the runs, oldest first; none for fewer than three runs.

    The baseline of 2018 stands first in the chart for preventive work; its report says nothing of HSE.
    """
    if len(runs) < FEWEST_RUNS:
        return ()
    return tuple(_chart(topic, _points(topic, runs[-_MOST_RUNS:], m), m) for topic in Topic)


def _points(topic: Topic, runs: Sequence[Run], m: Messages) -> list[_Point]:
    baseline = _Point({"unstated": BASELINE_UNIONS}, ratio((0, BASELINE_UNIONS), m), "2018", m("baseline_short"))
    points = [baseline] if topic is Topic.PREVENTIVE else []
    for run in runs:
        figures = total_figures(run)[topic]
        counts = {verdict.value: getattr(figures, verdict.value) for verdict in Verdict}
        day, month_and_year = m.split_day(run.run.started)
        points.append(_Point(counts, ratio(figures.coverage, m), day, month_and_year))
    return points


def _chart(topic: Topic, points: Sequence[_Point], m: Messages) -> Chart:
    most = max(1, *(point.total for point in points))
    scale = (_BOTTOM - _TOP - _GAP) / most
    step = (_WIDTH - _LEFT) / len(points)
    wide = round(min(step * 0.62, 64), 1)
    columns = tuple(_column(point, _LEFT + step * (i + 0.5), wide, scale) for i, point in enumerate(points))
    every = max(1, -(-most // 4))
    ticks = tuple(Tick(round(_BOTTOM - value * scale, 1), m.number(value)) for value in range(0, most + 1, every))
    told = "; ".join(f"{point.label} {point.sublabel}: {point.count}" for point in points)
    return Chart(topic, columns, ticks, m("trend_told", topic=m.label("topic_long", topic), told=told), wide)


def _column(point: _Point, middle: float, wide: float, scale: float) -> Column:
    pieces = tuple(_stack(point.counts, scale))
    top = min((piece.y for piece in pieces), default=float(_BOTTOM))
    return Column(round(middle - wide / 2, 1), round(middle, 1), pieces, top, point.count, point.label, point.sublabel)


def _stack(counts: dict[str, int], scale: float) -> Iterator[Piece]:
    y = float(_BOTTOM)
    for kind, count in counts.items():
        if not count:
            continue
        if kind == Verdict.UNKNOWN and y < _BOTTOM:
            y -= _GAP
        y -= count * scale
        yield Piece(kind, round(y, 1), round(count * scale - 0.6, 1))
