"""What the tables themselves keep."""
