"""Tests of petition.letters."""
