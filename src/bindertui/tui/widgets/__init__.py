"""The widgets: each shows what it is given and posts what its user does."""
