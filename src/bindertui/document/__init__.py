"""An entry as a flow of lines, free of any medium; the terminal, plain text and exports render the same flow."""
