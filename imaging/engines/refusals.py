"""What is wrong with an engine's parameters, in both languages."""

from typing import Any

from pydantic import ValidationError

from imaging.errors import EngineError
from imaging.labels import Label

NO_NUMBER = Label(en="must be a number", zh="必须是数字")
NO_CHOICE = Label(en="must be one of {expected}", zh="只能是 {expected}")
# By the type of Pydantic's error; its own words, in English, tell the rest.
REASONS: dict[str, Label] = {
    "extra_forbidden": Label(en="there is no such setting", zh="没有这项设置"),
    "missing": Label(en="is missing", zh="缺少此项"),
    "greater_than": Label(en="must be more than {gt}", zh="必须大于 {gt}"),
    "greater_than_equal": Label(en="must be at least {ge}", zh="不能小于 {ge}"),
    "less_than": Label(en="must be less than {lt}", zh="必须小于 {lt}"),
    "less_than_equal": Label(en="must be at most {le}", zh="不能大于 {le}"),
    "literal_error": NO_CHOICE,
    "enum": NO_CHOICE,
    "float_type": NO_NUMBER,
    "float_parsing": NO_NUMBER,
    "int_type": NO_NUMBER,
    "int_parsing": NO_NUMBER,
    "int_from_float": Label(en="must be a whole number", zh="必须是整数"),
    "finite_number": NO_NUMBER,
    "bool_type": Label(en="must be true or false", zh="只能是 true 或 false"),
    "bool_parsing": Label(en="must be true or false", zh="只能是 true 或 false"),
    "string_too_long": Label(
        en="may have at most {max_length} characters", zh="最多 {max_length} 个字符"
    ),
    "string_type": Label(en="must be text", zh="必须是文字"),
}


def refusal(step: str, error: ValidationError) -> EngineError:
    """What to tell of the first parameter of `step` that has no sense."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    told = Label(en=first["msg"], zh=first["msg"])
    if known := REASONS.get(first["type"]):
        context: dict[str, Any] = first.get("ctx", {})
        told = known.filled(**context)
    reason = Label(en=f"{where}: {told.en}", zh=f"{where}：{told.zh}") if where else told
    return EngineError("bad_parameters", step=step, reason=reason)
