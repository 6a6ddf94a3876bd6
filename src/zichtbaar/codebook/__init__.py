"""What may be recorded, when a question applies, and what counts as an answer. Knows no other room."""
