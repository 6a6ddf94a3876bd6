"""One door for each audience: visitors, the desk and the office. No door knows another."""
