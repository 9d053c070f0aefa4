"""What nets take signs of money and figures for, put right where only one reading makes sense."""

import re

SPACED = re.compile(r"(?<=\d) ?([.,]) ?(?=\d{2}(?!\d))")
YUAN = re.compile(r"^(?:[夫羊丰关羋]|[YV](?=\d+(?:\.\d\d)?$)) ?(?=\d)")
LONE_YUAN = re.compile(r"[夫羊丰羋]")
EURO_BEHIND = re.compile(r"(?<=,\d\d) ?[cCeE](?=$|/)")
DOLLAR = re.compile(r"^[sS](?!925|990|999)(?=\d{2,4}(?:\.\d\d)?$)")  # those are silver and gold
FIVE = re.compile(r"^[sS](?=(?:kg|ml)$)")
WORD = re.compile(r"^(was|now|rrp|msrp|uvp|only|(?:reg\. ?)?price)(?=\d)", re.IGNORECASE)
MARKED = re.compile(r"^(?P<mark>[¥￥$€£] ?)(?P<figures>[\dlItOo|.,]+)$")
AS_FIGURES = str.maketrans("lIt|Oo", "111100")


def righted(text: str) -> str:
    """A line with its numbers closed up: "夫199" is ¥199, "$1O.99" $10.99, "9,99 c" 9,99 €."""
    text = SPACED.sub(r"\1", text.strip())
    if LONE_YUAN.fullmatch(text):
        return "¥"
    text = FIVE.sub("5", text)
    text = WORD.sub(r"\1 ", DOLLAR.sub("$", EURO_BEHIND.sub(" €", YUAN.sub("¥", text))))
    money = MARKED.match(text)
    if money and sum(sign.isdigit() for sign in money["figures"]) >= 2:
        return money["mark"] + money["figures"].translate(AS_FIGURES)
    return text
