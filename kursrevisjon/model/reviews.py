"""What people say of a run's verdicts and courses. It stands beside what the program found and never changes it."""

from datetime import datetime

from kursrevisjon.model.courses import Contract
from kursrevisjon.model.terms import Topic


class Review(Contract):
    """One person's look at a verdict (``topic``) or at a course (``course``, its id) of a union.

    ``run`` is the run that was looked at, ``evidence`` a digest of what the label rested on there: the review holds
    for every run with the same. ``machine`` is the label that was reviewed. ``label`` is the one that the person finds
    right: the same one when they agree, and empty when they only reject it.
    """

    union: str
    topic: Topic | None = None
    course: str | None = None
    run: str
    evidence: str
    machine: str
    agrees: bool
    label: str = ""
    by: str
    note: str = ""
    at: datetime

    @property
    def about(self) -> tuple[str, Topic | None, str | None]:
        """What it is a review of, whatever the run."""
        return self.union, self.topic, self.course
