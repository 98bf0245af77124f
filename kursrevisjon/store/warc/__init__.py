"""Evidence as WARC 1.1 (ISO 28500), the format of web archives: exported for others, and imported from them.

One record per thing that happened: ``warcinfo`` says which run it is; a page is a ``metadata`` record (what the store
knows, as JSON), its ``response`` and its ``request``; an address that gave no page is a ``metadata`` record alone. A
page that the site called "not modified" is a ``revisit`` record after the ``response`` that its body came with. Payload
digests are the store's own (sha256).

Requests are reconstructed from the address, since no more is stored of them. Bodies are stored decoded, so the headers
that described the transfer are kept under the prefix ``x-archive-orig-``.
"""

from kursrevisjon.store.warc.read import WarcProblem, read_warc, read_warc_run
from kursrevisjon.store.warc.write import export_warc

__all__ = ["WarcProblem", "export_warc", "read_warc", "read_warc_run"]
