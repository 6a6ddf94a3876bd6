"""The helpline: anonymous visitors talk with counsellors, and what was told is registered."""
