"""What is written of notices: people are told, people read and choose, mails are gathered."""
