"""Limits: buckets, proofs, lanes, the breaker; nobody is turned away and nobody gets through twice."""
