"""Django's SQLite backend with a queue before the door: who writes waits in turn instead of knocking and knocking."""
