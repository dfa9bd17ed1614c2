"""Tells mypy that `bindertui._frozen.frozen` makes classes as `attrs.frozen` does, as attrs has it in its handbook."""

from mypy.plugin import Plugin
from mypy.plugins.attrs import attr_frozen_makers

attr_frozen_makers.add("bindertui._frozen.frozen")


def plugin(_version: str) -> type[Plugin]:
    """The plug-in for a version of mypy: nothing more than what is said above."""
    return Plugin
