"""Files that drivers open in the app they already use."""
