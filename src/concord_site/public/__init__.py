"""What everybody may see: home, countries, lists, a figure's way to its source, methods, search, the explorer."""
