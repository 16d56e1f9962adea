"""The record: hash-chained events, their bodies, checkpoints and proofs."""
