"""Why a request gave no page, told by the type of what was raised and never by the words of its message."""

import errno
import ssl
from collections.abc import Iterator
from typing import Final

import h2.exceptions as h2
import h11
import httpcore
import httpx

from kursrevisjon.model import UnreadCause


class FetchError(Exception):
    """A request that gave no page.

    ``retry`` says that another attempt may help, ``wait`` how many seconds the site asked to be left alone first.
    ``network`` says that no connection came about, ``site`` that the failure tells of the site more than of the
    address.
    """

    def __init__(
        self,
        cause: UnreadCause,
        detail: str,
        *,
        status: int | None = None,
        retry: bool = False,
        wait: float | None = None,
        network: bool = False,
        site: bool = False,
    ) -> None:
        super().__init__(detail)
        self.cause = cause
        self.detail = detail
        self.status = status
        self.retry = retry
        self.wait = wait
        self.network = network
        self.site = site or network


class PrivateAddressError(Exception):
    """A host whose addresses are all private, loopback, link-local or otherwise not on the public Internet."""


class HostNameError(Exception):
    """A host name that did not resolve. ``passing`` is true when the name server failed rather than said no."""

    def __init__(self, detail: str, *, passing: bool) -> None:
        super().__init__(detail)
        self.passing = passing


CERTIFICATE_FAULTS: Final = {
    9: "certificate is not yet valid",
    10: "certificate has expired",
    18: "certificate is self-signed",
    19: "certificate chain holds a self-signed certificate",
    20: "certificate is signed by an unknown authority",
    21: "certificate chain is incomplete",
    23: "certificate is revoked",
    62: "certificate is for another host name",
    64: "certificate is for another address",
}
"""OpenSSL's verification codes (x509_vfy.h) in plain words."""

UNROUTABLE: Final = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL})
"""There is no network, so that another attempt only costs time."""


def failure_of(error: Exception) -> FetchError:
    """The failure that an exception from the HTTP library stands for; any other exception is raised again."""
    for cause in _chain(error):
        found = _from_below(cause)
        if found is not None:
            return found
    found = _from_http(error)
    if found is None:
        raise error
    return found


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An exception and what it was raised from, outermost first."""
    seen: BaseException | None = error
    for _ in range(10):
        if seen is None:
            return
        yield seen
        seen = seen.__cause__ or seen.__context__


def _from_below(error: BaseException) -> FetchError | None:
    """The failure told by an exception from below the HTTP library: names, addresses, certificates, sockets."""
    found = None
    match error:
        case FetchError():
            found = error
        case PrivateAddressError():
            found = FetchError(UnreadCause.PRIVATE_ADDRESS, str(error))
        case HostNameError():
            found = FetchError(UnreadCause.UNREACHABLE, str(error), retry=error.passing, network=True)
        case ssl.SSLCertVerificationError():
            words = CERTIFICATE_FAULTS.get(error.verify_code, error.verify_message)
            found = FetchError(UnreadCause.UNREACHABLE, f"TLS: {words}", network=True)
        case ssl.SSLError() if error.reason:
            words = error.reason.replace("_", " ").lower()
            found = FetchError(UnreadCause.UNREACHABLE, f"TLS: {words}", network=True)
        case h11.ProtocolError() | h2.ProtocolError():
            found = FetchError(UnreadCause.DAMAGED, f"not valid HTTP: {_first_line(error)}", retry=True)
        case ConnectionRefusedError():
            found = FetchError(UnreadCause.UNREACHABLE, "connection refused", retry=True, network=True)
        case OSError() if error.errno in UNROUTABLE:
            found = FetchError(UnreadCause.UNREACHABLE, "no route to the host", network=True)
    return found


def _from_http(error: Exception) -> FetchError | None:
    """The failure told by the HTTP library's own exceptions, the most special first."""
    found = None
    match error:
        case httpcore.ConnectTimeout() | httpx.ConnectTimeout():
            words = "no connection within the time limit"
            found = FetchError(UnreadCause.UNREACHABLE, words, retry=True, network=True)
        case httpcore.TimeoutException() | httpx.TimeoutException():
            words = "stalled: no data within the read time limit"
            found = FetchError(UnreadCause.UNREACHABLE, words, retry=True, site=True)
        case httpcore.ConnectError() | httpx.ConnectError():
            words = "connection cut short while it was made"
            found = FetchError(UnreadCause.UNREACHABLE, words, retry=True, network=True)
        case httpcore.NetworkError() | httpx.NetworkError():
            found = FetchError(UnreadCause.UNREACHABLE, "connection reset", retry=True, site=True)
        case httpcore.RemoteProtocolError():
            # What the HTTP parsers do not complain of is a connection that ended before an answer began.
            words = "connection closed without an answer"
            found = FetchError(UnreadCause.UNREACHABLE, words, retry=True, site=True)
        case httpx.InvalidURL() | httpx.UnsupportedProtocol() | UnicodeError():
            words = f"not an address that can be asked for: {_first_line(error)}"
            found = FetchError(UnreadCause.UNREACHABLE, words)
    return found


def _first_line(error: Exception) -> str:
    """What an exception says; its name when it says nothing or, as those of HTTP/2 may, only a number."""
    text = str(error)
    return (text if any(map(str.isalpha, text)) else type(error).__name__).splitlines()[0][:200]
