"""The layouts there are."""

from imaging.adverts.layout import Layout, Palette
from imaging.adverts.plan import Align, Arranged, Arrangement
from imaging.labels import Label

# Of the canvas that words take where a product's own shape turns the arrangement.
BESIDE, STACKED = 0.48, 0.34
STORY_WORDS = 1.15  # times the share that words of other tall shapes have


def _palette(colours: str) -> Palette:
    """Eight colours in the order of Palette's fields."""
    values = colours.split()
    return Palette(**dict(zip(Palette.model_fields, values, strict=True)))


def _arranged(
    tall: Arrangement,
    square: Arrangement,
    wide: Arrangement,
    *,
    align: Align = "left",
    shares: tuple[float, float, float] = (0.36, 0.46, 0.46),
) -> dict[str, Arranged]:
    """The arrangement of every aspect class; a wide banner always stands in columns."""
    has_panel = wide in ("panel", "band")
    beside = Arranged(how="panel" if has_panel else wide, share=BESIDE, align=align)
    stacked = Arranged(how=tall, share=STACKED, align=align)

    def turnable(how: Arrangement, share: float) -> Arranged:
        made = Arranged(how=how, share=share, align=align)
        return made.model_copy(update={"turned": beside if made.is_stacked else stacked})

    made = {aspect: turnable(tall, shares[0]) for aspect in ("4:5", "3:4")}
    made["9:16"] = Arranged(how=tall, share=STORY_WORDS * shares[0], align=align)
    made["1:1"] = turnable(square, shares[1])
    made["16:9"] = Arranged(how=wide, share=shares[2], align=align)
    if made["16:9"].is_stacked:  # side by side, a flat product and its words both have room
        made["16:9"] = turnable(wide, shares[2])
    banner: Arrangement = "panel" if has_panel else "banner"
    made["3:1"] = Arranged(how=banner, share=0.48 if has_panel else 0.44, align=align)
    return made


_LAYOUTS = (
    Layout(
        key="minimal",
        label=Label(en="Minimal", zh="简约留白"),
        palette=_palette("#F4F2EE #E9E5DF #DED8CF #FFFFFF #1D1D1B #5F5B55 #1D1D1B #1D1D1B"),
        ground="gradient",
        heading="sans",
        heading_weight="bold",
        headline=0.078,
        badge="tag",
        button="underline",
        brand_as=("ink", "price"),
        arranged=_arranged("top", "left", "left", shares=(0.27, 0.44, 0.44)),
    ),
    Layout(
        key="fashion",
        label=Label(en="Fashion", zh="时尚大片"),
        palette=_palette("#D9CFC6 #C7B9AC #EDE6DF #F4EFEA #16130F #4A4038 #16130F #16130F"),
        ground="arch",
        heading="serif",
        heading_weight="bold",
        headline=0.105,
        tracking=0.02,
        badge="circle",
        button="box",
        brand_as=("ground", "ground_end"),
        arranged=_arranged("bottom", "right", "right", shares=(0.3, 0.46, 0.46)),
    ),
    Layout(
        key="vintage",
        label=Label(en="Vintage", zh="复古纸韵"),
        palette=_palette("#EFE3CB #E4D3B2 #C8A977 #F6EEDC #4A2C1A #6B4A33 #8C2F1B #8C2F1B"),
        ground="paper",
        frame="double",
        heading="kai",
        body="kai",
        numerals="serif",
        headline=0.1,
        tracking=0.04,
        divider=True,
        badge="stamp",
        button="outline",
        brand_as=("ink",),
        arranged=_arranged("top", "top", "left", align="centre", shares=(0.3, 0.34, 0.46)),
    ),
    Layout(
        key="luxury",
        label=Label(en="Luxury", zh="轻奢黑金"),
        palette=_palette("#2A2622 #0D0B0A #6E5A3A #161311 #EBD3A0 #CBB994 #EBD3A0 #D9B878"),
        ground="spotlight",
        frame="line",
        heading="serif",
        heading_weight="regular",
        body="serif",
        headline=0.088,
        tracking=0.08,
        capitals=True,
        divider=True,
        badge="circle",
        button="outline",
        brand_as=("ground", "ground_end"),
        arranged=_arranged("top", "left", "left", align="centre", shares=(0.3, 0.46, 0.48)),
    ),
    Layout(
        key="festive",
        label=Label(en="Festive red", zh="国潮喜庆"),
        palette=_palette("#C8161D #8E0B12 #F3C766 #A80F16 #FFE3A6 #FFD88A #FFE9B8 #F6CE74"),
        ground="moon",
        fill=0.88,
        frame="corners",
        heading="kai",
        numerals="serif",
        headline=0.115,
        tracking=0.05,
        badge="stamp",
        button="pill",
        brand_as=(),
        arranged=_arranged("top", "top", "left", align="centre", shares=(0.28, 0.32, 0.48)),
    ),
    Layout(
        key="tech",
        label=Label(en="Tech", zh="科技蓝光"),
        palette=_palette("#10224D #050A1C #2F7BFF #0A1433 #F2F7FF #A9C1EC #5CE1FF #1D5FDB"),
        ground="grid",
        fill=0.88,
        heading="sans",
        headline=0.09,
        badge="tag",
        button="box",
        brand_as=("shape",),
        arranged=_arranged("top", "left", "left", shares=(0.3, 0.47, 0.47)),
    ),
    Layout(
        key="natural",
        label=Label(en="Natural", zh="自然清新"),
        palette=_palette("#E7EFDF #CFDFC3 #A9C39A #F5F8F0 #24402B #486350 #24402B #3E6B47"),
        ground="foliage",
        heading="kai",
        body="sans",
        numerals="sans",
        headline=0.096,
        badge="circle",
        button="pill",
        brand_as=("ink", "price"),
        arranged=_arranged("bottom", "left", "right", shares=(0.3, 0.46, 0.46)),
    ),
    Layout(
        key="cute",
        label=Label(en="Cute", zh="可爱甜心"),
        palette=_palette("#FFE1E8 #FFCBD8 #FFFFFF #FFFFFF #7A2946 #8A4560 #C2205A #CB2460"),
        ground="dots",
        fill=0.88,
        heading="round",
        body="round",
        headline=0.098,
        badge="burst",
        button="pill",
        brand_as=("ink", "price"),
        arranged=_arranged("top", "top", "left", align="centre", shares=(0.28, 0.32, 0.46)),
    ),
    Layout(
        key="sale",
        label=Label(en="Sale burst", zh="大促爆款"),
        palette=_palette("#BE0D07 #960502 #EE4518 #960502 #FFFFFF #FFF1DC #FFE84A #FFE03A"),
        ground="rays",
        heading="heavy",
        body="sans",
        headline=0.125,
        badge="burst",
        button="pill",
        brand_as=("ground", "ground_end", "shape"),
        arranged=_arranged("top", "top", "left", align="centre", shares=(0.32, 0.34, 0.48)),
    ),
    Layout(
        key="editorial",
        label=Label(en="Editorial", zh="杂志编排"),
        palette=_palette("#FAFAF7 #F0EFEA #1A1A1A #FFFFFF #141414 #55524D #B3261E #141414"),
        ground="flat",
        frame="rules",
        heading="serif",
        heading_weight="bold",
        body="sans",
        headline=0.115,
        divider=True,
        badge="tag",
        button="underline",
        brand_as=("price",),
        arranged=_arranged("top", "right", "right", shares=(0.32, 0.48, 0.48)),
    ),
    Layout(
        key="side-panel",
        label=Label(en="Side panel", zh="侧栏色块"),
        palette=_palette("#F1EEE8 #E3DED4 #D8D1C4 #1F3A34 #FFFFFF #D6E2DC #FFE2A8 #F2B84B"),
        ground="gradient",
        heading="sans",
        headline=0.084,
        badge="circle",
        button="box",
        brand_as=("panel",),
        arranged=_arranged("band", "panel", "panel", shares=(0.4, 0.46, 0.44)),
    ),
    Layout(
        key="bottom-band",
        label=Label(en="Bottom band", zh="底部横栏"),
        palette=_palette("#F6F6F4 #E6E8EA #D7DADE #C4330A #FFFFFF #FFFFFF #FFFFFF #1B1B1B"),
        ground="disc",
        fill=0.92,
        heading="heavy",
        headline=0.088,
        badge="burst",
        button="pill",
        brand_as=("panel",),
        arranged=_arranged("band", "band", "band", shares=(0.34, 0.36, 0.36)),
    ),
    Layout(
        key="frame",
        label=Label(en="Frame", zh="边框海报"),
        palette=_palette("#FBF7F0 #F3EADB #E9DCC6 #FFFFFF #2B2A4C #5A587A #B31312 #B31312"),
        ground="flat",
        frame="border",
        heading="display",
        body="sans",
        headline=0.1,
        badge="circle",
        button="box",
        brand_as=("ink", "shape"),
        arranged=_arranged("top", "top", "left", align="centre", shares=(0.3, 0.33, 0.46)),
    ),
    Layout(
        key="big-type",
        label=Label(en="Big type", zh="大字报"),
        palette=_palette("#FFD400 #FFC400 #FFE45C #111111 #111111 #2B2600 #111111 #111111"),
        ground="blocks",
        heading="heavy",
        headline=0.17,
        badge="ribbon",
        button="box",
        brand_as=("ground", "ground_end"),
        arranged=_arranged("top", "top", "left", shares=(0.44, 0.5, 0.52)),
    ),
)
LAYOUTS: dict[str, Layout] = {layout.key: layout for layout in _LAYOUTS}
DEFAULT_LAYOUT = "minimal"
