"""Versions of files, from Git or kept by the program."""
