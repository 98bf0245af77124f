"""Bodies by digest: stored once each, compressed, and checked against their digest whenever they are read."""

import zlib
from collections.abc import Iterator, Sequence

from kursrevisjon.errors import EvidenceError, WorkspaceError
from kursrevisjon.store.database import Database
from kursrevisjon.store.values import Damage, compress, decompress
from kursrevisjon.text import digest_of


class Bodies:
    """The table ``bodies`` of an open workspace."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._damaged: set[str] = set()

    def has(self, digest: str) -> bool:
        """Whether the body is stored and, as far as is known, whole."""
        stored = self._database.row("SELECT 1 FROM bodies WHERE digest = ?", (digest,))
        return stored is not None and digest not in self._damaged

    def put(self, digest: str, body: bytes) -> None:
        """Store the body unless it is there already; one that was found damaged is replaced."""
        if digest_of(body) != digest:
            message = f"the digest {digest} is not that of the body it came with"
            raise ValueError(message)
        if self.has(digest):
            return
        self._database.execute(
            "INSERT INTO bodies (digest, size, data) VALUES (?, ?, ?)"
            " ON CONFLICT (digest) DO UPDATE SET size = excluded.size, data = excluded.data",
            (digest, len(body), compress(body)),
        )
        self._damaged.discard(digest)

    def get(self, digest: str) -> bytes:
        """The body, equal to its digest; raises ``EvidenceError`` when it is damaged."""
        body, problem = self._read(digest)
        if problem:
            self._damaged.add(digest)
            raise EvidenceError(f"{self._database.path}: stored body {digest} is damaged: {problem}.")
        return body

    def damage(self, digests: Sequence[str]) -> Iterator[Damage]:
        """Which of the bodies are damaged, and which addresses they were fetched from."""
        for digest in digests:
            _, problem = self._read(digest)
            if problem:
                self._damaged.add(digest)
                yield Damage(digest, problem, self._urls(digest))

    def _read(self, digest: str) -> tuple[bytes, str]:
        """The body and an empty text, or what is wrong with it."""
        try:
            row = self._database.row("SELECT data, size FROM bodies WHERE digest = ?", (digest,))
            body = decompress(*row) if row else None
        except WorkspaceError:
            return b"", "the database page that holds it cannot be read"
        except zlib.error as error:
            return b"", f"it cannot be decompressed ({error})"
        if body is None:
            return b"", "it is missing"
        actual = digest_of(body)
        return (body, "") if actual == digest else (b"", f"its digest is now {actual}")

    def _urls(self, digest: str) -> tuple[str, ...]:
        rows = self._database.rows("SELECT DISTINCT url FROM captures WHERE digest = ? ORDER BY url", (digest,))
        return tuple(url for (url,) in rows)
