"""Tests of how a text lives in many languages."""
