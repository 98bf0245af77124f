"""Telling near-identical texts: the smallest hashes of a text's word sequences (a bottom-k sketch).

Two texts that share most of their sequences share most of their smallest hashes; how many is an estimate of the Jaccard
similarity of the two sets (Broder 1997).
"""

import heapq
from array import array
from collections.abc import Sequence
from typing import Final
from zlib import crc32

SEQUENCE: Final = 4
SIZE: Final = 64
SAMPLED: Final = 4
FEWEST_WORDS: Final = 20
"""Texts shorter than this are alike only when they are equal: a handful of words says too little."""

Sketch = tuple[int, ...]


def sketch_of(text: str) -> Sketch:
    """The sketch of a text; empty for an empty one.

    Of a long text only sequences that begin with one word in ``SAMPLED`` are hashed: which words those are depends on
    the words alone, so that two texts choose the same sequences, at a quarter of the cost.
    """
    words = text.lower().split()
    if len(words) < FEWEST_WORDS:
        return (_hash(words),) if words else ()
    chosen = {word for word in set(words) if crc32(word.encode()) % SAMPLED == 0}
    last = len(words) - SEQUENCE + 1
    sampled = {_hash(words[at : at + SEQUENCE]) for at, word in enumerate(words[:last]) if word in chosen}
    if len(sampled) < SIZE:
        sampled = {_hash(words[at : at + SEQUENCE]) for at in range(last)}
    return tuple(heapq.nsmallest(SIZE, sampled))


def _hash(words: Sequence[str]) -> int:
    return crc32(" ".join(words).encode())


def likeness(one: Sequence[int], other: Sequence[int]) -> float:
    """How much two texts have in common, from 0 to 1."""
    if not one or not other:
        return 0.0
    smallest = heapq.nsmallest(SIZE, {*one, *other})
    both = {*one} & {*other}
    return sum(value in both for value in smallest) / len(smallest)


class Texts:
    """The texts read so far, to find one that a new text only repeats.

    Two texts as alike as 0.95 share nearly all of their smallest hashes, so that looking at the pages that share one of
    the few smallest finds them without comparing every pair.
    """

    LOOKED_UP: Final = 3

    def __init__(self) -> None:
        self._sketches: dict[str, array[int]] = {}
        self._with_hash: dict[int, tuple[str, ...]] = {}

    def add(self, name: str, sketch: Sketch) -> None:
        """Takes a text in under a name."""
        self._sketches[name] = array("I", sketch)
        for value in sketch[: self.LOOKED_UP]:
            self._with_hash[value] = (*self._with_hash.get(value, ()), name)

    def alike(self, sketch: Sketch, at_least: float) -> list[str]:
        """The names of the texts that are that much like it, in the order they were taken in."""
        names = {name: None for value in sketch[: self.LOOKED_UP] for name in self._with_hash.get(value, ())}
        found = [name for name in names if likeness(sketch, self._sketches[name]) >= at_least]
        return sorted(found, key=list(self._sketches).index) if len(found) > 1 else found
