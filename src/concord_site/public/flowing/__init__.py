"""The page of flows between countries: several methods side by side, and the range between them; never one figure."""
