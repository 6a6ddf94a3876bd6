"""From registrations to what is published: frozen snapshots, and the releases made of them."""
