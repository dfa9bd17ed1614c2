"""Documents: entries as flows of lines, which the terminal, the plain mode and the exporters render."""
