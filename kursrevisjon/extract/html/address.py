"""Absolute addresses of a page's links."""

from typing import Final
from urllib.parse import urljoin, urlsplit

NOT_PAGES: Final = ("#", "javascript:", "mailto:", "tel:", "sms:", "data:", "skype:", "file:", "about:", "blob:")


class Resolver:
    """Makes the links of a page absolute. Without an address of the page, only absolute links have one."""

    def __init__(self, base: str | None) -> None:
        self.base = ""
        self.origin = ""
        if base:
            self.rebase(base)

    def rebase(self, href: str) -> None:
        """Takes another base, as ``<base href>`` asks."""
        try:
            base = urljoin(self.base, href.strip())
            parts = urlsplit(base)
        except ValueError:
            return
        if parts.scheme in ("http", "https") and parts.netloc:
            self.base = base
            self.origin = f"{parts.scheme}://{parts.netloc}"

    def absolute(self, href: str) -> str:
        """The address that a link leads to; empty when that is no page, or part of this one."""
        href = href.strip()
        if href.startswith(("http://", "https://")):
            return href
        if not href or not self.origin or href.lower().startswith(NOT_PAGES):
            return ""
        if href[0] == "/" and href[1:2] != "/" and "/." not in href and "\\" not in href:
            # The usual link; ``urljoin`` would give the same at ten times the cost.
            return self.origin + href
        try:
            url = urljoin(self.base, href)
        except ValueError:
            return ""
        return url if url.startswith(("http://", "https://")) else ""
