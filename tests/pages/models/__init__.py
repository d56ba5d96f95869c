"""Tests of the tables of the ground."""
