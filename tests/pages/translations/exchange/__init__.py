"""Tests of translations that leave the site as files and come back."""
