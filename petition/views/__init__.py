"""HTTP to the life of a signature and back."""
