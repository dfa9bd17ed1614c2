"""The plain mode: a binder read line by line in a conversation, for screen readers and simple terminals."""
