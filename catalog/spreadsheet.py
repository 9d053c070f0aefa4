"""What a cell may hold when people open the file in a spreadsheet."""

# What makes a spreadsheet take a cell for a formula; full-width forms do in East Asian versions.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell_safe(value: object) -> str:
    """`value` as a cell that is never run as a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
