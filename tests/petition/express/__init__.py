"""Tests of petition.express."""
