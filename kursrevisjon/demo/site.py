"""What a demo site answers: a path and a few request headers in, status, headers and bytes out.

Pages are Jinja templates, so that the menus, teasers and footers that real sites repeat on each page are written once
per site. Nothing here knows of sockets.
"""

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from jinja2 import Environment, FileSystemLoader

from kursrevisjon.demo.manifest import DemoUnion, Special, Variant

HERE: Final = Path(__file__).parent
CHANGED: Final[Mapping[Variant, str]] = {
    "first": "Mon, 02 Mar 2026 08:00:00 GMT",
    "second": "Thu, 02 Apr 2026 08:00:00 GMT",
}
"""When the pages of a variant were last changed, as their ``Last-Modified`` says."""
_TEMPLATES: Final = frozenset({".htm", ".html", ".txt", ".xml"})


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer; ``reset`` means that the connection is cut instead."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    reset: bool = False


@dataclass(frozen=True)
class DemoSite:
    """One invented union's site in one variant, at the address ``base`` (no slash at its end)."""

    union: DemoUnion
    variant: Variant
    base: str

    def answer(self, target: str, request: Mapping[str, str]) -> Answer:
        """The answer to a request target. ``request`` holds the request's headers, names in lower case."""
        path = unquote(urlsplit(target).path) or "/"
        special = self._special(path)
        if special is not None:
            return self._answer(special, path, request)
        name = self._file(path)
        return self._answer(Special(file=name) if name else self.union.missing, path, request)

    def _special(self, path: str) -> Special | None:
        """The manifest's answer for a path: the exact one, else that of the longest prefix."""
        answers = self.union.answers(self.variant)
        if path in answers:
            return answers[path]
        prefixes = [key for key in answers if key.endswith("*") and path.startswith(key[:-1])]
        return answers[max(prefixes, key=len)] if prefixes else None

    def _file(self, path: str) -> str:
        """The file that a path shows, or nothing; layouts and walls (``_*``) have no address of their own."""
        name = path.strip("/")
        if any(part.startswith(("_", ".")) for part in name.split("/")):
            return ""
        candidates = (name, f"{name}.html", "index.html" if not name else f"{name}/index.html")
        return next((candidate for candidate in candidates if self._find(candidate)), "")

    def _find(self, name: str) -> Path | None:
        return next((folder / name for folder in self._folders if (folder / name).is_file()), None)

    @cached_property
    def _folders(self) -> tuple[Path, ...]:
        """Where files are looked for; the second variant lies over the first."""
        first = HERE / "sites" / self.union.id
        return (HERE / "sites_second" / self.union.id, first) if self.variant == "second" else (first,)

    @cached_property
    def _templates(self) -> Environment:
        return Environment(loader=FileSystemLoader(self._folders), autoescape=True, keep_trailing_newline=True)

    def _answer(self, special: Special, path: str, request: Mapping[str, str]) -> Answer:
        if special.reset:
            return Answer(reset=True)
        if special.location:
            return Answer(special.status, {"Location": special.location, **special.headers})
        name = special.file
        body = self._body(name, path) if name else b""
        headers = {"Content-Type": self._content_type(name or ".html"), **special.headers}
        if special.status != 200 or not name:
            return Answer(special.status, headers, body)
        return self._conditional(headers, body, request)

    def _conditional(self, headers: Mapping[str, str], body: bytes, request: Mapping[str, str]) -> Answer:
        """A good answer, without the body when the asker has it already (RFC 9110, 13.1)."""
        tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        changed = CHANGED[self.variant]
        validators = {"ETag": tag, "Last-Modified": changed}
        known = request["if-none-match"] == tag if "if-none-match" in request else None
        if known or (known is None and request.get("if-modified-since") == changed):
            return Answer(304, validators)
        if self.union.gzip and "gzip" in request.get("accept-encoding", ""):
            return Answer(200, {**headers, **validators, "Content-Encoding": "gzip"}, gzip.compress(body, mtime=0))
        return Answer(200, {**headers, **validators}, body)

    def _body(self, name: str, path: str) -> bytes:
        if Path(name).suffix in _TEMPLATES:
            text = self._templates.get_template(name).render(base=self.base, path=path)
            return text.encode(self.union.charset if _is_page(name) else "utf-8")
        found = self._find(name)
        return found.read_bytes() if found else b""

    def _content_type(self, name: str) -> str:
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        if not kind.startswith("text/"):
            return kind
        if not _is_page(name):
            return f"{kind}; charset=utf-8"
        return f"{kind}; charset={self.union.charset}" if self.union.names_charset else kind


def _is_page(name: str) -> bool:
    return Path(name).suffix in {".htm", ".html"}
