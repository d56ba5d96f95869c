"""Tests of supporters' translations."""
