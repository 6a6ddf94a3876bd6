"""The only place that joins the rooms and the doors into one program."""
