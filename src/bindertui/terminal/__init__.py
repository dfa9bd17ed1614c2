"""Terminal input, capabilities and screen updates, shared by the local app and the SSH server."""
