"""What programs are given of released tables: what is held, its rows, and answers kept packed."""
