"""The plain mode: a line-by-line reader with typed commands, for screen readers and simple terminals."""
