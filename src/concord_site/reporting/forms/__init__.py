"""Forms of this room; they only read what was typed, actions decide."""
