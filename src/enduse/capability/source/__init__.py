"""What the source code of a product calls, starts and loads. Nothing is executed."""
