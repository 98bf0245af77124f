"""The sources file of the demo: its unions and their addresses, in the form of ``sources.yaml``."""

from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader

from kursrevisjon.demo.manifest import DemoUnion
from kursrevisjon.demo.site import HERE

_TEMPLATE: Final = "sources.yaml.j2"


def sources_text(unions: Sequence[DemoUnion], base_urls: Mapping[str, str]) -> str:
    """The YAML text for sites that run at ``base_urls``, by union id.

    Strings are written as JSON, which YAML 1.2 contains.
    """
    environment = Environment(loader=FileSystemLoader(HERE), trim_blocks=True, autoescape=True)
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    hosts = {union_id: urlsplit(base).netloc for union_id, base in base_urls.items()}
    return environment.get_template(_TEMPLATE).render(unions=unions, base_urls=base_urls, hosts=hosts)
