"""Tests of petition.outbox."""
