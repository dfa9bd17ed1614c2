"""A mypy plugin: `bindertui._frozen.frozen` makes classes like `attrs.frozen`, as the manual of attrs suggests."""

from mypy.plugin import Plugin
from mypy.plugins.attrs import attr_frozen_makers

attr_frozen_makers.add("bindertui._frozen.frozen")


def plugin(_version: str) -> type[Plugin]:
    """Return the plugin; importing this module has registered the decorator."""
    return Plugin
