"""Finding passages: what is searched, the query language, the index and its hits."""
