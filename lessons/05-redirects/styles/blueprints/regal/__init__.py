"""Das Eckregal der Nachbarschaft."""
