"""Documents of several formats, each turned into text whose places can be named."""
