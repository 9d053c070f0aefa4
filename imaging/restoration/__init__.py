"""What a phone does to a photo, and the examples that a net learns to undo it from."""
