"""What a binder is: frozen values without input or output."""
