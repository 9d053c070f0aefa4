"""What a cell may hold when people open the file in a spreadsheet."""

# What makes a spreadsheet take a cell for a formula; full-width forms do in East Asian versions.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
MARK = "'"


def cell_safe(value: object) -> str:
    """`value` as a cell that is never run as a formula; what no cell can hold is left out."""
    text = str(value).replace("\0", "")
    return f"{MARK}{text}" if text.lstrip(MARK).startswith(FORMULA_STARTS) else text


def unmarked(cell: str) -> str:
    """A cell as it was before `cell_safe`."""
    is_marked = cell.startswith(MARK) and cell.lstrip(MARK).startswith(FORMULA_STARTS)
    return cell[1:] if is_marked else cell
