"""What can be wrong with a file or a row: a code and arguments, rendered for each reader."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from catalog.fetching.errors import FETCH_MESSAGES
from imaging.errors import sentence
from imaging.labels import Label


class Problem(BaseModel, frozen=True):
    """One thing that is wrong, kept as JSON."""

    code: str
    arguments: dict[str, Any] = {}

    @property
    def is_note(self) -> bool:
        """Whether the row is imported all the same."""
        return self.code in NOTES

    def in_language(self, language: str) -> str:
        """The sentence for a reader; of a picture's own problem its name goes before."""
        if self.code in PROBLEMS:
            return PROBLEMS[self.code].in_language(language).format(**self.arguments)
        if self.code in FETCH_MESSAGES:
            told = FETCH_MESSAGES[self.code].in_language(language).format(**self.arguments)
        else:
            told = sentence(self.code, self.arguments, language)
        name = self.arguments.get("photo")
        return f"{name}: {told}" if name else told


class UnreadableFile(Exception):
    """The file as a whole cannot be read; nothing of it was imported."""

    def __init__(self, code: str, **arguments: Any) -> None:
        self.problem = Problem(code=code, arguments=arguments)
        super().__init__(self.problem.in_language("en"))


def problem_of(kept: Mapping[str, Any]) -> Problem:
    """A problem from its JSON."""
    return Problem.model_validate(kept)


NOTES = ("photo_by_address", "variants_left_out")
PROBLEMS: dict[str, Label] = {
    "empty": Label(en="The file is empty.", zh="文件是空的。"),
    "not_text": Label(
        en="The file is not a CSV table in UTF-8, UTF-16 or GBK. In a spreadsheet choose"
        " “Save as”, then “CSV UTF-8”.",
        zh="文件不是 UTF-8、UTF-16 或 GBK 编码的 CSV 表格。"
        "请在表格软件中选择“另存为”→“CSV UTF-8”。",
    ),
    "columns_missing": Label(
        en="The file has no column {columns}. The first row must name the columns.",
        zh="文件缺少列：{columns}。第一行必须是列名。",
    ),
    "columns_twice": Label(
        en="The column “{column}” is there more than once.", zh="列“{column}”重复出现。"
    ),
    "table_broken": Label(
        en="The table cannot be read after row {row}: a quotation mark is not closed,"
        " or a cell is too long.",
        zh="第 {row} 行之后无法读取：引号没有配对，或单元格过长。",
    ),
    "line_too_long": Label(
        en="A line of the file has more than {limit} million characters. Is it a table?",
        zh="文件中有一行超过 {limit} 百万个字符，它是表格吗？",
    ),
    "encoding_wrong": Label(
        en="The text after row {row} is not in the encoding that was chosen.",
        zh="第 {row} 行之后的文字与所选编码不符。",
    ),
    "columns_too_many": Label(
        en="The file has {count} columns; at most {limit} are read.",
        zh="文件有 {count} 列，最多读取 {limit} 列。",
    ),
    "cell_too_long": Label(
        en="A cell of the workbook holds more than a million characters.",
        zh="工作簿中有单元格超过一百万个字符。",
    ),
    "row_too_long": Label(
        en="A row of the workbook holds more than {limit} characters.",
        zh="工作簿中有一行超过 {limit} 个字符。",
    ),
    "group_too_long": Label(
        en="The product that begins in row {row} has more than {limit} rows.",
        zh="从第 {row} 行开始的商品超过 {limit} 行。",
    ),
    "workbook_broken": Label(
        en="The Excel file cannot be read after row {row}. Save it again as .xlsx or CSV.",
        zh="Excel 文件在第 {row} 行之后无法读取，请重新另存为 .xlsx 或 CSV。",
    ),
    "workbook_bomb": Label(
        en="The Excel file would unpack to {megabytes} MB, far more than such a file holds.",
        zh="Excel 文件解压后有 {megabytes} MB，远超正常大小。",
    ),
    "xml_broken": Label(
        en="The XML feed cannot be read after line {line}.",
        zh="XML 数据在第 {line} 行之后无法读取。",
    ),
    "xml_doctype": Label(
        en="The XML declares a document type or entities. Feeds need neither, and we read none.",
        zh="XML 声明了文档类型或实体；商品数据不需要它们，我们也不读取。",
    ),
    "xml_too_deep": Label(
        en="The XML is nested more than {limit} levels deep.", zh="XML 嵌套超过 {limit} 层。"
    ),
    "xml_item_too_long": Label(
        en="An item of the feed holds more than a million characters.",
        zh="数据中有商品超过一百万个字符。",
    ),
    "sku_elsewhere": Label(
        en="The SKU “{sku}” belongs to another product, “{title}”.",
        zh="SKU“{sku}”属于另一商品“{title}”。",
    ),
    # Of imports from before there was anything that fetches.
    "photo_by_address": Label(
        en="Not fetched: {photo}. Import the file again to have it fetched.",
        zh="未下载：{photo}。重新导入该文件即可下载。",
    ),
    "photos_too_many": Label(
        en="The row names {count} photos; at most {limit} are taken.",
        zh="该行列出了 {count} 张照片，最多接受 {limit} 张。",
    ),
    "variants_left_out": Label(
        en="The package lists variants (skuProps); they are not read, only the product.",
        zh="数据包含有规格（skuProps），未读取规格，仅导入商品。",
    ),
    "package_sheets": Label(
        en="The ZIP holds {count} sheets ({names} …). Leave one in it.",
        zh="ZIP 内有 {count} 个表格（{names} 等），请只保留一个。",
    ),
    "package_empty": Label(
        en="The ZIP holds neither a sheet nor photos.", zh="ZIP 内既没有表格也没有照片。"
    ),
    "package_sheet_large": Label(
        en="The sheet {name} in the ZIP is larger than {limit} MB.",
        zh="ZIP 内的表格 {name} 超过 {limit} MB。",
    ),
    "bucket_address": Label(
        en="“{address}” names no bucket. Write s3://bucket/prefix.",
        zh="“{address}”未写明存储桶，请写成 s3://bucket/prefix。",
    ),
    "bucket_missing": Label(
        en="There is no bucket called “{bucket}”.", zh="没有名为“{bucket}”的存储桶。"
    ),
    "bucket_keys": Label(
        en="There are no keys to S3. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
        zh="缺少 S3 密钥，请设置 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY。",
    ),
    "bucket_refused": Label(
        en="S3 does not let these keys read “{address}”: {reason}.",
        zh="S3 不允许用这些密钥读取“{address}”：{reason}。",
    ),
    "bucket_away": Label(en="S3 does not answer: {reason}", zh="S3 没有响应：{reason}"),
    "bucket_empty": Label(
        en="Nothing lies at or below “{address}”.", zh="“{address}”及其下没有任何文件。"
    ),
    "bucket_too_many": Label(
        en="More than {limit} files lie below “{address}”.",
        zh="“{address}”下的文件超过 {limit} 个。",
    ),
    "bucket_too_large": Label(
        en="The files at “{address}” have more than {limit} GB.",
        zh="“{address}”的文件超过 {limit} GB。",
    ),
    "not_a_zip": Label(en="The photo file is not a ZIP archive.", zh="照片文件不是 ZIP 压缩包。"),
    "zip_too_many": Label(
        en="The ZIP holds {count} files; at most {limit} are allowed.",
        zh="ZIP 内有 {count} 个文件，最多允许 {limit} 个。",
    ),
    "zip_bomb": Label(
        en="The ZIP would unpack to {gigabytes} GB; at most {limit} GB are allowed.",
        zh="ZIP 解压后有 {gigabytes} GB，最多允许 {limit} GB。",
    ),
    "zip_unsafe_name": Label(
        en="The ZIP holds a file with an unsafe name: {name}", zh="ZIP 中有不安全的文件名：{name}"
    ),
    "zip_encrypted": Label(
        en="The ZIP is protected by a password. Make one without.",
        zh="ZIP 有密码保护，请去除密码。",
    ),
    "zip_method": Label(
        en="“{photo}” is packed in a way we do not read. Make an ordinary ZIP.",
        zh="“{photo}”的压缩方式不受支持，请制作普通 ZIP。",
    ),
    "sku_missing": Label(en="The row has no SKU.", zh="该行缺少 SKU。"),
    "sku_twice": Label(
        en="The SKU “{sku}” was already used in row {row}.", zh="SKU“{sku}”在第 {row} 行已使用。"
    ),
    "group_missing": Label(
        en="The row has variants but neither SKU nor ID.", zh="该行有规格，但缺少 SKU 和 ID。"
    ),
    "title_missing": Label(en="The row has no title.", zh="该行缺少标题。"),
    "too_long": Label(
        en="The {column} has {length} characters; at most {limit} are allowed.",
        zh="{column} 有 {length} 个字符，最多允许 {limit} 个。",
    ),
    "price_unreadable": Label(
        en="“{price}” is not a price. Write it like 129.00.",
        zh="“{price}”不是有效的价格，请写成 129.00。",
    ),
    "price_negative": Label(en="The price is below zero.", zh="价格不能小于零。"),
    "price_ambiguous": Label(
        en="“{price}” can be read in two ways. Write it like 1299.00.",
        zh="“{price}”有两种读法，请写成 1299.00。",
    ),
    "currency_missing": Label(
        en="The price has no currency. Write CNY, USD, EUR …",
        zh="价格缺少币种，请写 CNY、USD、EUR 等。",
    ),
    "currency_unknown": Label(
        en="“{currency}” is not a currency code like CNY or USD.",
        zh="“{currency}”不是有效的币种代码（如 CNY、USD）。",
    ),
    "cells_too_many": Label(
        en="The row has more cells than there are columns, by {count}."
        " Put a text with commas in quotes.",
        zh="该行比表头多 {count} 个单元格。含逗号的文字请加引号。",
    ),
    "photo_missing": Label(
        en="The photo “{photo}” is not in the ZIP.", zh="ZIP 中没有照片“{photo}”。"
    ),
    "photo_ambiguous": Label(
        en="The ZIP has several photos called “{photo}”."
        " Write the folder too, as in front/{photo}.",
        zh="ZIP 中有多个名为“{photo}”的照片，请写上文件夹，如 front/{photo}。",
    ),
    "photos_without_zip": Label(
        en="The row names photos, but no ZIP of photos was given.",
        zh="该行列出了照片，但没有提供照片 ZIP。",
    ),
    "stopped_at_row": Label(
        en="Stopped at row {row}, the first that could not be imported, as you asked.",
        zh="已按您的要求在第 {row} 行停止，这是第一个无法导入的行。",
    ),
    "nothing_written": Label(
        en="Row {row} could not be imported, so nothing was, as you asked.",
        zh="第 {row} 行无法导入，因此按您的要求没有写入任何内容。",
    ),
    "row_crashed": Label(
        en="Something broke on our side while writing this row. Try it again.",
        zh="写入该行时我们这边出了问题，请重试。",
    ),
    "refused": Label(en="{reason}", zh="{reason}"),
    "quota_pictures": Label(
        en="The shop has used its {limit} pictures of this month. The operator can allow more; the"
        " next month begins with none used.",
        zh="店铺本月的 {limit} 张图片额度已用完。可请管理员提高额度，下个月重新计算。",
    ),
    "quota_rows": Label(
        en="The import has {rows} rows; of the {limit} that the shop may import this month {left}"
        " are left. The operator can allow more.",
        zh="此导入有 {rows} 行；店铺本月可导入 {limit} 行，还剩 {left} 行。可请管理员提高额度。",
    ),
    "quota_stored": Label(
        en="The shop may store {limit} GB, which this would exceed. Delete what you do not need, or"
        " ask the operator for more.",
        zh="店铺最多可存储 {limit} GB，此操作会超出。请删除不需要的内容，或请管理员提高额度。",
    ),
}
