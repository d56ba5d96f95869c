"""Tests of petition, a file for each of its modules."""
