"""`python -m bindertui` is the `bindertui` command."""

from bindertui.cli.main import main

main()
