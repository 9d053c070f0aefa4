"""What a file says of itself, and how it can be proved."""
