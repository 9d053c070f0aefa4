"""Operations on pixels, free of nets and of Django. A function says only what differs from this:

pictures are numpy arrays (H, W, 3) uint8, RGB, sRGB; alpha is (H, W) uint8, straight, apart from
the picture, 255 = product; masks of nets are (h, w) float32 in [0, 1]. Inputs are never modified.
"""
