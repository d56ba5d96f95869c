"""Tests: they mirror the apps; journeys/ are stories in a browser, house/ the rules that prose cannot keep."""
