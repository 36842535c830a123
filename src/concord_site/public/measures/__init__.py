"""Pages beside the indicators: the safeguards criteria with other thresholds, and headline figures beside our own."""
