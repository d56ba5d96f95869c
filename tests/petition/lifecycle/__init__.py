"""The life of a signature, deed by deed, at random, and many at once."""
