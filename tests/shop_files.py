"""Files as shop systems export them: the same two products, small, written by hand."""

# ruff: noqa: E501  (lines of files as they come)

import io
import zipfile

HANDLES = """Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,\
Option2 Value,Variant SKU,Variant Grams,Variant Price,Image Src,Image Position,Variant Image
linen-shirt,Linen shirt,<p>Light &amp; <b>loose</b></p>,Senna,Shirts,,TRUE,Colour,Red,Size,S,\
LS-R-S,200,39.00,https://cdn.example/shirt.jpg?v=1,1,https://cdn.example/red.jpg
linen-shirt,,,,,,,,Red,,M,LS-R-M,210,39.00,https://cdn.example/red.jpg,3,https://cdn.example/red.jpg
linen-shirt,,,,,,,,Blue,,S,,200,41.00,https://cdn.example/back.jpg,2,
linen-shirt,,,,,,,,,,,,,,https://cdn.example/label.jpg,4,
tea-tin,Tea tin,,Senna,Tins,,TRUE,Title,Default Title,,,,90,8.50,tin.jpg,1,
"""
URL_HANDLES = """Title,URL handle,Description,Vendor,Type,Published on online store,SKU,Option1 name,\
Option1 value,Price,Weight value (grams),Inventory quantity,Product image URL,Image position,Variant image URL
Linen shirt,linen-shirt,Light,Senna,Shirts,TRUE,LS-S,Size,S,39.00,200,3,shirt.jpg,1,
,linen-shirt,,,,,LS-M,,M,39.00,210,2,back.jpg,2,
"""
WOO = """ID,Type,SKU,Name,Published,Description,In stock?,Regular price,Sale price,Categories,Images,\
Parent,Attribute 1 name,Attribute 1 value(s)
11,simple,TIN,Tea tin,1,,1,8.50,7,Tins,"tin.jpg, https://shop.example/tin-2.jpg",,,
12,variable,SHIRT,Linen shirt,1,Light,1,,,"Clothing > Shirts",shirt.jpg,,Size,"S, M"
13,variable,,Jug,1,,1,,,,,,Size,"1 l"
14,variation,SHIRT-S,Linen shirt - S,1,,1,39,,,small.jpg,SHIRT,Size,S
15,variation,,Linen shirt - M,1,,1,41,,,,SHIRT,Size,M
16,variation,JUG-1,Jug - 1 l,1,,1,20,,,,id:13,Size,1 l
"""
GOOGLE = """id\ttitle\tdescription\tlink\timage_link\tadditional_image_link\tavailability\tprice\tbrand\tgtin\t\
item_group_id\tcolor\tsize
LS-S\tLinen shirt\tLight\thttps://shop.example/1\thttps://shop.example/i/shirt.jpg\t\
https://shop.example/i/a,b.jpg,https://shop.example/i/back.jpg\tin_stock\t39.00 USD\tSenna\t1\tshirt\tRed\tS
TIN\tTea tin\tRound\thttps://shop.example/2\thttps://shop.example/i/tin.jpg\t\tin_stock\t8.50 USD\tSenna\t2\t\t\t
LS-M\tLinen shirt, M\tLight\thttps://shop.example/3\thttps://shop.example/i/shirt.jpg\t\tin_stock\t39.00 USD\t\
Senna\t3\tshirt\tRed\tM
"""
FEED = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel><title>Tea shop</title>
<item><g:id>LS-S</g:id><title>Linen shirt</title><g:description><![CDATA[<p>Light &amp; loose</p>]]></g:description>
<link>https://shop.example/1</link><g:image_link>https://shop.example/i/shirt.jpg</g:image_link>
<g:additional_image_link>https://shop.example/i/back.jpg</g:additional_image_link>
<g:additional_image_link>https://shop.example/i/label.jpg</g:additional_image_link>
<g:shipping><g:country>US</g:country><g:price>5 USD</g:price></g:shipping>
<g:availability>in_stock</g:availability><g:price>39.00 USD</g:price><g:item_group_id>shirt</g:item_group_id>
<g:size>S</g:size></item>
<item><g:id>LS-M</g:id><title>Linen shirt M</title><g:image_link>https://shop.example/i/shirt.jpg</g:image_link>
<g:price>41.00 USD</g:price><g:item_group_id>shirt</g:item_group_id><g:size>M</g:size></item>
</channel></rss>
"""
TAOBAO = (
    "version 1.00\r\n"
    "title\tcid\tseller_cids\tstuff_status\tprice\tnum\tdescription\tcateProps\tpicture\tskuProps\touter_id\r\n"
    "宝贝名称\t宝贝类目\t店铺类目\t新旧程度\t宝贝价格\t宝贝数量\t宝贝描述\t宝贝属性\t新图片\t销售属性组合\t商家编码\r\n"
    '手冲陶瓷杯\t50012\t\t1\t128.00\t9\t"<p>粗陶</p>"\t\t'
    "0a1b:1:0:|https://img.example/a.jpg;2c3d:1:1:|https://img.example/b.jpg;\t\tCUP-01\r\n"
    "竹茶盘\t50012\t\t1\t299.00\t9\t\t\t4e5f:1:0:|;\t299:3:TRAY-L:1627207:28320;\t\r\n"
)


def taobao() -> bytes:
    """The package's .csv: UTF-16, little end first, with its mark."""
    return b"\xff\xfe" + TAOBAO.encode("utf-16-le")


SHEET = """<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<sheetData>{rows}</sheetData></worksheet>"""
STRINGS = """<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</sst>"""
BOOK = """<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>
<sheet name="Goods" sheetId="1" r:id="rId7"/></sheets></workbook>"""
RELATIONS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Target="theme/theme1.xml"/><Relationship Id="rId7" Target="worksheets/sheet3.xml"/></Relationships>"""


def workbook(rows: str, strings: tuple[str, ...] = ()) -> bytes:
    """A workbook whose first sheet has these `<row>` elements, as Excel lays one out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/workbook.xml", BOOK)
        book.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        book.writestr("xl/worksheets/sheet3.xml", SHEET.format(rows=rows))
        book.writestr("xl/sharedStrings.xml", STRINGS.format("".join(strings)))
    return buffer.getvalue()
