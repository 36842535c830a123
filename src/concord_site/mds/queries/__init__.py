"""What is read for a page or for another room; through the access door wherever somebody asks."""
