"""An assessment as HTML, text and JSON."""
