"""Adverts: layouts, fonts, line breaking and colours that set words beside a product."""
