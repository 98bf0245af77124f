"""What may be fetched for a union: its hosts, its path prefixes, its exclusions, and kinds of file worth reading."""

from typing import Final
from urllib.parse import unquote, urlsplit

from kursrevisjon.crawl.address import canonical, host_of
from kursrevisjon.model import TradeUnion

UNREADABLE_ENDINGS: Final = frozenset(
    {
        *("jpg", "jpeg", "png", "gif", "svg", "webp", "avif", "ico", "bmp", "tif", "tiff", "psd", "eps", "ai", "indd"),
        *("mp3", "mp4", "m4a", "m4v", "mov", "avi", "wmv", "webm", "ogg", "wav", "swf"),
        *("zip", "rar", "7z", "gz", "tgz", "tar", "exe", "msi", "dmg", "apk", "iso"),
        *("css", "js", "mjs", "json", "map", "woff", "woff2", "ttf", "eot", "ics", "vcf"),
        *("xls", "xlsx", "xlsm", "ods", "csv", "ppt", "pptx", "pps", "potx", "epub", "mobi"),
    }
)
OTHER_HOST: Final = "other host"
FILE_TYPE: Final = "file type"
OUTSIDE_PREFIXES: Final = "outside the union's path prefixes"


class UnionScope:
    """The part of the web that belongs to a union. Addresses given to it are canonical."""

    def __init__(self, union: TradeUnion) -> None:
        self._hosts = frozenset(host_key(host) for host in union.hosts)
        self._prefixes = tuple(_folded(prefix) for prefix in union.path_prefixes)
        self._excluded = tuple((_folded(path.prefix), path.reason) for path in union.excluded)
        self._seeds = frozenset(canonical(seed.url) for seed in union.seeds) | {canonical(union.homepage)}

    def has_host(self, url: str) -> bool:
        """Whether the address is on one of the union's hosts."""
        return host_of(url) in self._hosts

    def is_seed(self, url: str) -> bool:
        """Whether the address is a seed or the homepage."""
        return url in self._seeds

    def why_not(self, url: str) -> str:
        """Why an address is not fetched; empty when it may be.

        Path prefixes do not bind seeds, exclusions bind everything.
        """
        if not url or not self.has_host(url):
            return OTHER_HOST
        path = _folded(urlsplit(url).path)
        for prefix, reason in self._excluded:
            if path.startswith(prefix):
                return f"excluded: {reason}"
        if self._prefixes and url not in self._seeds and not path.startswith(self._prefixes):
            return OUTSIDE_PREFIXES
        ending = path.rpartition("/")[2].rpartition(".")
        return f"{FILE_TYPE} .{ending[2]}" if ending[0] and ending[2] in UNREADABLE_ENDINGS else ""

    def why_not_hop(self, url: str) -> str:
        """As ``why_not``, for an address that a redirect leads to; what kind of file is there is told by its answer."""
        why = self.why_not(canonical(url))
        return "" if why.startswith(FILE_TYPE) else why


def host_key(host: str) -> str:
    """The form in which two ways to write a host of the sources file are the same."""
    return host_of(canonical(f"http://{host}/")).removesuffix(":443")


def _folded(path: str) -> str:
    return unquote(path).lower()
