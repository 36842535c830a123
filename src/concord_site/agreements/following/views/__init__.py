"""Pages of following an agreement."""
