"""What a shop likes, learned from what it chose. Holds no rows; knows nothing of Django."""
