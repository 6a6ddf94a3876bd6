"""Conversations between a visitor and a counsellor: the queue, the journal and the relay."""
