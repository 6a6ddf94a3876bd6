"""What visitors say of the chat afterwards: counted by month, and joined to nothing. It knows no conversation."""
