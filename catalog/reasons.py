"""Why a rendition is sent back or refused: data in both languages, named by codes in rows."""

from collections.abc import Iterable

from pydantic import BaseModel

from catalog.policies import CLAUSES, Clause
from imaging.labels import Label

NEEDS_CHANGES, REJECTED = "needs_changes", "rejected"


class Reason(BaseModel, frozen=True, extra="forbid"):
    """One reason, and what the seller should do about it.

    `verbs` are the decisions it may stand under; `clause` the number of the rule that is broken;
    `strike_days` how long a rejection for it counts against the shop, 0: it does not; `needs_note`
    says that it means nothing without the moderator's own words. A code is never reused: old
    decisions name it.
    """

    code: str
    label: Label
    todo: Label
    verbs: tuple[str, ...]
    clause: str
    strike_days: int = 0
    needs_note: bool = False

    @property
    def policy(self) -> Clause:
        """The rule that is broken."""
        return CLAUSES[self.clause]


# Of every reason its clause, and for how many days a rejection for it counts against the shop.
_RULES = {
    "product_changed": ("P-1.1", 90),
    "wrong_product": ("P-1.2", 0),
    "cutout_edges": ("P-2.1", 0),
    "background_left": ("P-2.2", 0),
    "blurry": ("P-2.3", 0),
    "framing": ("P-2.4", 0),
    "text_on_picture": ("P-3.1", 0),
    "channel_rules": ("P-3.2", 0),
    "brand_not_owned": ("P-4.1", 180),
    "picture_not_owned": ("P-4.2", 180),
    "banned_goods": ("P-5.1", 365),
    "unsafe": ("P-5.2", 365),
    "person_shown": ("P-5.3", 180),
    "false_claim": ("P-5.4", 180),
    "other": ("P-6.1", 0),
}


def _reason(code: str, verbs: tuple[str, ...], label: Label, todo: Label) -> Reason:
    clause, days = _RULES[code]
    return Reason(
        code=code,
        verbs=verbs,
        label=label,
        todo=todo,
        clause=clause,
        strike_days=days,
        needs_note=code == "other",
    )


# In the order shown; the number keys 1 to 9 follow it, so no verb has more than nine.
_LIST = (
    _reason(
        "product_changed",
        (NEEDS_CHANGES, REJECTED),
        Label(en="The product looks different from the photo", zh="商品与原图不一致"),
        Label(
            en="Make the picture again with product pixels locked, or start from another photo.",
            zh="请锁定商品像素后重新制作，或换一张原图。",
        ),
    ),
    _reason(
        "wrong_product",
        (NEEDS_CHANGES, REJECTED),
        Label(en="It shows another product or variant", zh="图片中不是该商品或该规格"),
        Label(
            en="Upload a photo of the product and variant named in the listing.",
            zh="请上传与商品信息、规格一致的照片。",
        ),
    ),
    _reason(
        "cutout_edges",
        (NEEDS_CHANGES,),
        Label(en="The cut-out is rough or incomplete", zh="抠图边缘粗糙或不完整"),
        Label(
            en="Open the picture, correct it with the keep and erase brush, and submit again.",
            zh="打开图片，用保留/擦除画笔修正抠图后重新提交。",
        ),
    ),
    _reason(
        "background_left",
        (NEEDS_CHANGES,),
        Label(en="Parts of the old background remain", zh="残留原来的背景"),
        Label(
            en="Erase the leftovers with the brush, or photograph it on a plain background.",
            zh="用画笔擦除残留部分，或在素色背景前重新拍摄。",
        ),
    ),
    _reason(
        "blurry",
        (NEEDS_CHANGES,),
        Label(en="Blurred, dark or too small", zh="模糊、过暗或尺寸过小"),
        Label(
            en="Photograph it again: closer, in good light, with the phone held still.",
            zh="请靠近商品，在光线充足处拿稳手机重新拍摄。",
        ),
    ),
    _reason(
        "framing",
        (NEEDS_CHANGES,),
        Label(en="The product is cut off or badly placed", zh="商品被裁切或位置不当"),
        Label(
            en="Use a photo that shows the whole product, then make the picture again.",
            zh="请使用完整拍到商品的照片重新制作。",
        ),
    ),
    _reason(
        "text_on_picture",
        (NEEDS_CHANGES,),
        Label(
            en="Text, price, watermark or QR code on the picture",
            zh="图片上有文字、价格、水印或二维码",
        ),
        Label(
            en="Use a photo without added text. Prices and offers belong in the listing.",
            zh="请使用没有附加文字的照片，价格和促销信息请写在商品信息中。",
        ),
    ),
    _reason(
        "channel_rules",
        (NEEDS_CHANGES,),
        Label(en="It breaks a rule of the channel", zh="不符合渠道规格"),
        Label(
            en="Open the channel check on the picture's page and use the fix it offers.",
            zh="打开图片页面的渠道检查，按提示一键修复。",
        ),
    ),
    _reason(
        "brand_not_owned",
        (REJECTED,),
        Label(
            en="A brand, logo or character without permission", zh="未经许可使用品牌、标志或形象"
        ),
        Label(
            en="Sell and show only what you may. If you have permission, submit again and say so.",
            zh="请仅展示您有权销售的商品；如已获授权，请重新提交并说明。",
        ),
    ),
    _reason(
        "picture_not_owned",
        (REJECTED,),
        Label(en="The photo seems to belong to someone else", zh="原图疑似他人所有"),
        Label(
            en="Photograph the product yourself and upload that photo.",
            zh="请自行拍摄商品并上传。",
        ),
    ),
    _reason(
        "banned_goods",
        (REJECTED,),
        Label(en="Goods that may not be sold here", zh="禁售商品"),
        Label(
            en="Archive this product. The platform's list names what may not be sold.",
            zh="请归档该商品。禁售范围以平台清单为准。",
        ),
    ),
    _reason(
        "unsafe",
        (REJECTED,),
        Label(en="Sexual, violent or hateful content", zh="色情、暴力或仇恨内容"),
        Label(
            en="Use a picture that shows only the product.",
            zh="请使用仅展示商品的图片。",
        ),
    ),
    _reason(
        "person_shown",
        (REJECTED,),
        Label(
            en="A person is shown without consent, or a minor",
            zh="未经同意出现人物，或出现未成年人",
        ),
        Label(
            en="Use a photo without people.",
            zh="请使用没有人物的照片。",
        ),
    ),
    _reason(
        "false_claim",
        (REJECTED,),
        Label(en="A claim or certificate that is not proven", zh="未经证实的宣传或认证"),
        Label(
            en="Remove the claim from the picture and the listing.",
            zh="请从图片和商品信息中移除该宣传内容。",
        ),
    ),
    _reason(
        "other",
        (NEEDS_CHANGES, REJECTED),
        Label(en="Something else (say it in the note)", zh="其他原因（请在备注中说明）"),
        Label(
            en="Read the moderator's note, change the picture and submit again.",
            zh="请查看审核员备注，修改后重新提交。",
        ),
    ),
)

REASONS: dict[str, Reason] = {reason.code: reason for reason in _LIST}


def reasons_for(verb: str) -> list[Reason]:
    """The reasons that may stand under a decision, in the order shown."""
    return [reason for reason in _LIST if verb in reason.verbs]


def reasons_of(codes: Iterable[str]) -> list[Reason]:
    """The reasons of stored codes. Raises KeyError for one that was never defined."""
    return [REASONS[code] for code in codes]
