"""The command line: one verb a command, data on stdout, narration on stderr."""
