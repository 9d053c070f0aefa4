"""What a submission risks: words that are banned, rules as data, and where it is routed.

Pure: nothing here reads a row, so rules can be tried on what was stored.
"""
