"""Controllers: the behaviour of screens, one concern each."""
