"""Readers of software bills of materials: CycloneDX and SPDX.

They are lenient on purpose: one odd component is counted and passed over, and never loses the rest.
"""
