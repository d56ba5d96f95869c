"""A long random life of many signatures, and beside it what must be. `make soak` lets it go far."""
