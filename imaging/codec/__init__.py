"""Files to pixels and back: the only place where picture files are read and written.

Pixels are uint8, (H, W, 3), RGB, sRGB, upright; alpha is (H, W) uint8, straight, apart.
"""

from imaging.codec.decode import Picture, decode, decode_grey
from imaging.codec.encode import Encoded, encode
from imaging.codec.grey import encode_grey
from imaging.codec.header import Header, probe
from imaging.codec.thumbnail import thumbnail

__all__ = [
    "Encoded",
    "Header",
    "Picture",
    "decode",
    "decode_grey",
    "encode",
    "encode_grey",
    "probe",
    "thumbnail",
]
