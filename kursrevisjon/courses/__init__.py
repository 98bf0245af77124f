"""Courses on a page: which training offers it describes, and which of its words are about each (METHOD, Units).

In: the annotated blocks of a document. Out: ``Course`` values in order of place, each with the spans that speak of
it, the headings above it that pass on their statement, and the programme that it is a stage of. Nothing is labelled
here.
"""

from kursrevisjon.courses.segment import find_courses

__all__ = ["find_courses"]
