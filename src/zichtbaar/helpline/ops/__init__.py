"""Running a helpline: the demo on one machine."""
