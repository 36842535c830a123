"""The SDMX interface over released tables: structures, data, availability, in two versions of the standard's API."""
