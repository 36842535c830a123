"""What people do in their spaces; each act is sealed, and leaves one line without actor, object or hour in the log."""
