"""What a thief would carry away, people planted in it, and how they would be found there."""
