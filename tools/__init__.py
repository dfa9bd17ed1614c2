"""Tools for developing bindertui; not part of the program."""
