"""The cache of parsed binders."""
