"""Why a moderator leaves an item to others: data in both languages, named by codes in rows."""

from catalog.models import ReviewSkip
from imaging.labels import Label

SKIP_REASONS: dict[str, Label] = {
    ReviewSkip.Reason.UNSURE: Label(en="I am not sure", zh="拿不准"),
    ReviewSkip.Reason.SPECIALIST: Label(en="A specialist should see it", zh="需要专业人员判断"),
    ReviewSkip.Reason.LANGUAGE: Label(en="I do not read its language", zh="看不懂其中的语言"),
    ReviewSkip.Reason.DISTRESSING: Label(en="It is hard to look at", zh="内容令人不适"),
    ReviewSkip.Reason.TECHNICAL: Label(en="It does not show properly", zh="无法正常显示"),
}
