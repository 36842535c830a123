"""Labour market analyses of countries: the same values as page, PDF and Word."""
