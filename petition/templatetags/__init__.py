"""What templates can ask."""
