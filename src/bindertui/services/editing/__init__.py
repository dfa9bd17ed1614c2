"""Everything that changes content."""
