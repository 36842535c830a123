"""Reading: spaces a person has a place in, and what everybody may see."""
