"""From registrations to figures: frozen snapshots and the factsheets made of them. Only researchers come here."""
