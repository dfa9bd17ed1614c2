"""The verbs of the command line: one module for each, with the click command as `command`."""
