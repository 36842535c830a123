"""Pages of the register of authorities: open to everybody, with what only some may do on pages of their own."""
