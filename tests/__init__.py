"""The tests of bindertui."""
