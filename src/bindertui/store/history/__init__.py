"""Versions of the files of a binder: git commits, and versions kept without git."""
