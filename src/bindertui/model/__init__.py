"""The domain model: immutable values, without input or output."""
