"""A union's verdict per topic, and the roll-up per main organisation (METHOD 4 and 5).

In: a union's joined courses, what its pages gave, and what could not be read. Out: ``UnionResult`` and
``MainOrgResult``.

- ``topics`` decides the verdict from courses and pages, and ``why`` puts it into one sentence;
- ``health`` marks a reading that yields less than it should, and keeps a verdict from falling over a page that is
  missing for the first time;
- ``rollup`` counts unions, and never counts an unread one.
"""

from kursrevisjon.verdict.health import health_marks, hold_fallen
from kursrevisjon.verdict.rollup import roll_up
from kursrevisjon.verdict.topics import union_result

__all__ = ["health_marks", "hold_fallen", "roll_up", "union_result"]
