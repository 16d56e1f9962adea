"""The outline: what a document says, before anyone decides how it looks."""
