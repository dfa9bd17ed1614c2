"""Serves the app over SSH: one process, one app for each session."""
