"""Les vues."""
