"""The one door to the network: addresses go in, ``Page | Unread`` comes out.

::

    site       SiteFetcher: one site, read politely, hop by hop
    exchange   one request and its answer, repeated for passing failures
    settings   FetchSettings: every limit
    network    connections to checked addresses; one TLS context for all
    pace       one request at a time, the pause, the circuit breaker
    robots     RFC 9309
    body       bounded reading and decoding
    answer     what headers say
    walls      what error answers say
    failure    exceptions told apart by type
"""

from kursrevisjon.fetch.failure import FetchError
from kursrevisjon.fetch.network import Network
from kursrevisjon.fetch.pace import GIVEN_UP, Pace
from kursrevisjon.fetch.robots import Memory, Robots
from kursrevisjon.fetch.settings import FetchSettings
from kursrevisjon.fetch.site import Scope, SiteFetcher

__all__ = ["GIVEN_UP", "FetchError", "FetchSettings", "Memory", "Network", "Pace", "Robots", "Scope", "SiteFetcher"]
