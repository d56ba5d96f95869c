"""Answers to visitors, over HTTP."""
