"""Audits trade unions' training curricula for preventive working-environment work and HSE.

A run is a function of stored pages, ``sources.yaml`` and ``topic_lexicon/``. Only crawling touches the network, and
all it does is add to the store. The method is written down in ``docs/metode.md``, the architecture in
``docs/arkitektur.md``.
"""

__version__ = "0.1.0"
