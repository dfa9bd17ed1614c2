"""The command line: `bindertui` and its verbs."""
