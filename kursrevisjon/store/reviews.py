"""Reviews: what people say of verdicts and courses, each kept as it was given."""

from kursrevisjon.model import Review, Topic
from kursrevisjon.store.database import Database
from kursrevisjon.store.values import to_text, to_time

_COLUMNS = "union_id, topic, course_id, run, evidence, machine, agrees, label, reviewer, note, time"


class Reviews:
    """The table ``reviews`` of an open workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, review: Review) -> None:
        """Store a review beside the earlier ones."""
        self._database.execute(
            f"INSERT INTO reviews ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 - a constant
            (
                review.union,
                review.topic.value if review.topic else None,
                review.course,
                review.run,
                review.evidence,
                review.machine,
                int(review.agrees),
                review.label,
                review.by,
                review.note,
                to_text(review.at),
            ),
        )

    def all(self) -> tuple[Review, ...]:
        """Every review, in the order in which they were given."""
        rows = self._database.rows(f"SELECT {_COLUMNS} FROM reviews ORDER BY id")  # noqa: S608 - a constant
        return tuple(
            Review(
                union=union,
                topic=Topic(topic) if topic else None,
                course=course,
                run=run,
                evidence=evidence,
                machine=machine,
                agrees=bool(agrees),
                label=label,
                by=reviewer,
                note=note,
                at=to_time(time),
            )
            for union, topic, course, run, evidence, machine, agrees, label, reviewer, note, time in rows
        )
