"""The same screening over millions of rows, on Apache Spark."""
