"""The words to set in the picture: quoted, or announced by "text:", "write", 写上, 文案 …"""

import re
from collections.abc import Iterator

from imaging.brief.lexicon import Sense
from imaging.brief.model import MAX_TEXT
from imaging.brief.normal import Normal
from imaging.brief.tokens import Token

QUOTED = re.compile(
    r"“([^”“\n]+)”|\"([^\"\n]+)\"|「([^」\n]+)」|『([^』\n]+)』|【([^】\n]+)】|(?<![a-z\d])'([^'\n]{2,})'(?![a-z\d])"
)
# A quoted word that describes: “高级感”那种, the "clean" look.
DESCRIBES = re.compile(
    r"\s*(?:looks?\b|feel|feeling|vibe|style|mood|风|感|的感觉|那种|这种|系|的氛围|的调调)"
)

# "write" announces whatever follows; "text" needs a colon, or a word in capitals or Chinese.
VERBS_EN = (
    "write|written|saying|that says|says|say|that reads|reads|reading|with the words?|the words?"
    "|(?:add|with|put|include|use)(?: the| a)? (?:text|headline|title|slogan|caption|words)"
)
NOUNS_EN = (
    "text|head ?line|title|slogan|caption|tag ?line|strap ?line|heading|copy|wording|words"
    "|lettering|cta|sub ?line|sub ?title|sub ?head(?:line|ing)|catch ?phrase|badge|label|sticker"
    "|phrase|message|motto"
)
SAYS_EN = "to say|should say|that says?|which says|saying|that reads?|which reads|reading|to read"
LINK_EN = "is|as|to|should be|on it|of|like"
VERBS_ZH = (
    "(?<![特描手速大小书])写(?!字[台楼板]|真|实|意|生)(?:上去?|着|个|一句|句|行字|字)?"
    "(?:一[行段个])?(?:[英中]文)?(?:大大的|醒目的|显眼的)?(?:[大小]字|标题|文案|文字|标语|口号)?|印上|印着|打上|打字|题字|刻着?字"
    "|[加放上配来]上?(?:一行|行|几个|一句|句|个|[一二两三四五六七八九十\\d]+个)大?"
    "(?:字|文字|文案|标题|slogan|话)|加一句|来一句"
    "|加上?(?:文字|文案|标题|大字|字)|上书|写明|标明|注明|题上|附上|附一句|配文|配字|配上文字|添加文字|标上"
)
NOUNS_ZH = (
    "文案|文字|标题|大字|小字|字样|字(?= ?[:是为])|标语|口号|slogan|内容|卖点|金句|[主副大小]标题?"
    "|[主副]文案|(?:广告|宣传|促销|祝福|问候|卖点|活动)(?:语|词|字)|角标|标签|贴纸|字幕|落款"
)
LINK_ZH = (
    "写成|写上|写着|写|就是|是|为|改成|改为|换成|换|改|用(?:英文|中文)|用|叫做|叫|就用|要|定为|设为"
)
TALK_ZH = "[就来上的是为写用]|这样|这么|暂定|统一|一[个句行段]|如下|部分|内容"
ANNOUNCED = re.compile(
    rf"(?P<verb>(?<![a-z])(?:{VERBS_EN})(?![a-z])|(?:{VERBS_ZH}))(?: ?[:是为=-] ?| *)"
    rf"|(?<![a-z])(?:{NOUNS_EN})(?![a-z])(?: (?:(?P<says>{SAYS_EN})|{LINK_EN})(?![a-z]))?"
    r"(?P<place> (?:at|on|in) (?:the )?(?:top|bottom|left|right)(?= ?[:=]))?(?: ?[:=] ?| [-–] | +)"
    rf"|(?P<noun_zh>{NOUNS_ZH})"
    rf"(?P<link_zh>(?:{TALK_ZH})+(?= ?:)|(?:内容)?(?:{LINK_ZH})?)(?P<zh_colon> ?: ?| *)"
)
NOT_MEANT = re.compile(
    "(?:不要|别|不用|不|无需|没有|没|自己|我来|后期|回头|再|用来|方便"
    "|no |not |dont |don't |without |for |to |of |room |space )$"
)
# 留白写字 tells what space is for; 留白写 "限时" with a gap behind it announces.
ROOM_FOR = re.compile("(?:好|可以|位置|地方|空间|留白|空白)$")
ENDS_HAN = re.compile(
    r"[,。;!?\n]|\.(?!\d)|\s|(?:放?在|放到|放|居)(?:[左右上下顶底中]|图)|$"
    r"|这?[几两三四五六七八九十\d]个大?字|的?字样|的大字|的文字"
)
PLACE_EN = (
    "top|bottom|left|right|middle|centre|center|upper|lower|it|image|picture|big|bold|large|small"
    "|gold|white|red|black|background|side|corner|front|capital|photo"
)
ENDS_LATIN = re.compile(
    r"[,;!?\n。]|\.(?!\d)| [/–—] |\s+(?=[\u3400-\u9fff])"
    rf"| (?:on|at|in|to|across|along|over|near|down) (?:the )?(?:{PLACE_EN})(?![a-z])"
    r"| (?:with|please|pls|plz|above|below|using)(?![a-z])"
    r"| and (?:make|add|use|put|a|no|some|keep|give)(?![a-z])|$"
)
LEADS_NOWHERE = re.compile(
    "(?:on|at|in|the|a|an|to|for|my|our|it|its|is|are|something|anything|text|words|with|of|and|or"
    "|about|your|some|that|over|near|above|below|should|must|can|space|area|from|by|size|too"
    "|bigger|smaller|color|colour|big|bold|large|small|white|gold|black|red|please|pls|overlay"
    "|only|placed|centered|centred|left|right|top|bottom|later|myself|here|there|room|box|style|font"
    "|will|so|but|as|if|when|like|effect|then|now|what|this|these|those|any|no|not|i|we|you|in"
    "|saying|says|nicely|there|looks?|into|onto)(?![a-z])"
    r"|[\u3400-\u9fff]{1,3}色(?:的|[,。]|$)|文案|文字|标题|字|价格(?![\d¥])|东西|的|地|着|在|到|留|放|居"
    "|要|不|和|或|上去|促销|[大小粗][一点些]|太|也|都"
    "|清楚|清晰|醒目|明显|显眼|突出|大气|简[洁单]|好看|高级|靠|加粗|[黑宋楷]体|手写"
    "|可以|以后|时候|slogan|logo|什么|区|位|空间|用|[左右上下]|后|前|排|,"
)
NEVER_WORDS = re.compile(
    "文案|文字|标题|字|[在到放](?:[左右上下顶底中大小到在]|图|画面|产品|商品)|上去|什么|slogan|logo|的"
    "|[英中]文|[左右上下][边方面]"
    r"|[\u3400-\u9fff]{1,3}色(?:的|[,。]|$)"
)
SHOUTED = re.compile(r"(?=[^a-z]*[A-Z]{2})[^a-z\s]+(?:\s+[^a-z\s]+)*(?=\s+[a-z])")
HAN = re.compile(r"[\u3400-\u9fff]")
COUNTED = re.compile(
    r"(?:^|[,。;!?\s:])([^\s,。;!?:]{2,12}) ?([一二两三四五六七八九十\d]{1,2})个(?:大)?字"
)
NAMED_BEHIND = re.compile(
    r"(?:写上?|加上?|放上?|带上?|印上?|要有|有|来个|来句|配上?|打上?)([^\s,。;!?:“「\"不没]{2,16}?)"
    r"(?:的?字样|的文字|的标语|的大字|的标题|的文案|的slogan|这?[几两三四五六七八九十\d]个大?字)"
)
NAMED_SO = re.compile(
    r"(?:^|(?<=[,。;!?\s:]))([^\s,。;!?:]{2,14})[这那][几两三四五六七八九十\d]个大?字"
)
NAMED_BETWEEN_EN = re.compile(
    r"(?<![a-z])(?:put|use|set|add|write|place) (?:the )?(?:price |words? |phrase )?"
    r"(?!this |that |it |these )([^,;:!?\n\"]{2,40}?) "
    r"(?:as (?:the |a |my )?(?:big |bold |large |main )?(?:text|headline|title|slogan|caption)"
    r"|in (?:big|bold|large|huge|giant|gold|golden|white|black|red|capital) "
    r"(?:letters|lettering|caps|type|font|writing|text))(?![a-z])"
)
NAMED_BEHIND_EN = re.compile(
    r"([^,.;:!?\n\"]{2,40}?) ?[-–:,]? ?(?<![a-z])(?:put|use|set|add|write|place)"
    r" (?:this|that|it|these) as (?:the |a |my )?"
    r"(?:big |bold |large |main )?(?:text|headline|title|slogan|caption|words)(?![a-z])"
)
# What adverts say is announced by less: 标题限时五折, 加个买一送一.
SELLING = re.compile(
    r"[折价]|半价|新品|上市|上新|首发|限[时量定]|促销|大促|优惠|包邮|快乐|特[价惠卖]|满[\d一二三百千]|立减"
    r"|秒杀|清仓|抢购|买[一二两三\d].?送|预售|免费|全场|第二[件杯份]|安康|大吉|有礼|热卖|爆款|钜惠|甄选"
)
SOLD_BEHIND = re.compile(
    r"(?:(?:主|大|副|小)?标题|文案|大字|标语|口号"
    r"|(?:加上?|带上?|打上?|印上?|配上?|贴上?|来)个?(?=\S*?(?:[折价减]|包邮|买.送|新品[上首]|快乐|清仓)))"
    r"((?!个)[^\s,。;!?:“「\"]{4,14})(?=[\s,。;!?]|$)"
)
NOT_WORDS = re.compile(
    "[的点些]|的?(?:氛围|感觉|风格|那种|元素|标签|字样|大字|标题|文案|信息)|字体|颜色|价格"
)
COUNTS = {word: n for n, word in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}


def wording_in(normal: Normal) -> Iterator[Token]:
    """Tokens that cover the words to set, announcement included; their value is exact."""
    quoted = list(_quoted(normal))
    covered = [(token.start, token.end) for token in quoted]
    yield from quoted
    for token in _announced(normal):
        if all(token.end <= start or token.start >= end for start, end in covered):
            covered.append((token.start, token.end))
            yield token


def _quoted(normal: Normal) -> Iterator[Token]:
    for match in QUOTED.finditer(normal.text):
        group = match.lastindex or 1
        if not DESCRIBES.match(normal.text, match.end()):
            yield from _text(normal, match.start(), match.end(), match.span(group))


def _announced(normal: Normal) -> Iterator[Token]:
    text = normal.text
    for match in COUNTED.finditer(text):
        words, count = match.groups()
        if len(words) == (int(count) if count.isdecimal() else COUNTS.get(count, 0)):
            yield from _text(normal, match.start(1), match.end(), match.span(1))
    for named in (NAMED_BEHIND, NAMED_SO, NAMED_BEHIND_EN, NAMED_BETWEEN_EN):
        for match in named.finditer(text):
            yield from _text(normal, match.start(), match.end(), match.span(1))
    for match in filter(_sells, SOLD_BEHIND.finditer(text)):
        yield from _text(normal, match.start(), match.end(), match.span(1))
    at = 0
    while announced := ANNOUNCED.search(text, at):
        at = announced.end()
        end = _end_of_words(normal, announced)
        if end is not None:
            # The place in "text at top: …" is left to be read.
            start = announced.end("place") if announced["place"] else announced.start()
            yield from _text(normal, start, end, (announced.end(), end))
            at = end


def _sells(match: re.Match[str]) -> bool:
    words, before = match[1], (max(0, match.start() - 8), match.start())
    return bool(SELLING.search(words)) and not (
        NOT_WORDS.search(words) or NOT_MEANT.search(match.string, *before)
    )


def _end_of_words(normal: Normal, match: re.Match[str]) -> int | None:
    """Where the announced words end; None when nothing was announced."""
    text, start = normal.text, match.end()
    colon = ":" in match.group()
    if start >= len(text):
        return None
    han = bool(HAN.match(text[start]))
    never = NEVER_WORDS if _is_sure(match, han) else LEADS_NOWHERE
    if not (colon or _loud(normal, start)) and never.match(text, start):
        return None
    if not colon and _is_talk(text, match, never is NEVER_WORDS):
        return None
    if not (colon or match["verb"] or match["says"] or han or _loud(normal, start)):
        return None
    if (
        match["noun_zh"]
        and not (colon or match["link_zh"] or match["zh_colon"])
        and (han or text[start].isdecimal())
    ):
        return None
    ends = (ENDS_HAN if han else ENDS_LATIN).search(text, start)
    if not ends or ends.start() <= start:
        return None
    # Of words that begin in capitals those in capitals: "SALE on a red wall".
    shouted = SHOUTED.match(normal.said(start, ends.start()))
    return start + shouted.end() if shouted else ends.start()


def _is_talk(text: str, match: re.Match[str], sure: bool) -> bool:
    """Whether what stands before an announcement makes it talk about words, or none."""
    before = max(0, match.start() - 8), match.start()
    return bool(NOT_MEANT.search(text, *before) or (not sure and ROOM_FOR.search(text, *before)))


def _is_sure(match: re.Match[str], han: bool) -> bool:
    """Whether Chinese words to set were announced so plainly that they may begin with any."""
    plain = bool(set(match["link_zh"] or "") & set("写是为叫成"))
    return han and (plain or match.group().endswith(" "))


def _loud(normal: Normal, at: int) -> bool:
    """Whether a word to set begins here: a capital or a number."""
    character = normal.original[normal.origin[at]]
    return character.isupper() or character.isdecimal()


def _text(normal: Normal, start: int, end: int, inner: tuple[int, int]) -> Iterator[Token]:
    words = normal.said(*inner).strip()
    if words and len(words) <= MAX_TEXT:
        senses = (Sense("text", words), Sense("thing", "text"))
        yield Token(start, end, normal.text[start:end], 0, senses)
