"""A sheet to begin with, in the reader's language."""

import csv
import io

HEADINGS = {
    "en": ("sku", "title", "description", "price", "currency", "category", "photos"),
    "zh": ("货号", "标题", "描述", "价格", "币种", "类目", "图片"),
}
ROWS = {
    "en": (
        ("CUP-01", "Hand-thrown cup", "Stoneware, 300 ml", "19.90", "USD", "Cups"),
        ("TRAY-02", "Bamboo tea tray", "40 × 25 cm", "1299.00", "USD", "Trays"),
    ),
    "zh": (
        ("CUP-01", "手冲陶瓷杯", "粗陶，300 毫升", "128.00", "CNY", "杯子"),
        ("TRAY-02", "竹制茶盘", "40 × 25 厘米", "1299.00", "CNY", "茶盘"),
    ),
}
PHOTOS = ("cup-front.jpg|cup-side.jpg", "tray.jpg")


def sample_csv(language: str) -> bytes:
    """A CSV with two products. UTF-8 with its mark: without it spreadsheets garble Chinese."""
    key = "zh" if language.lower().startswith("zh") else "en"
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS[key])
    writer.writerows((*row, photos) for row, photos in zip(ROWS[key], PHOTOS, strict=True))
    return text.getvalue().encode("utf-8-sig")
