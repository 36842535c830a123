"""Words every room speaks: areas, languages, text, periods, code lists, structures, money, provenance."""
