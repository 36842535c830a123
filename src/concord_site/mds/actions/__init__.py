"""What can be done to a delivery: permit, do, log, in one transaction."""
