"""Facts turned into text for a person. Pure: nothing here prints, reads or asks."""
