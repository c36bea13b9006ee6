"""Takes the checks to other graders: their files, and one submission's result there."""
