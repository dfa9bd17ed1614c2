"""bindertui: read, search and share a briefing binder in the terminal."""

__version__ = "0.1.0"
