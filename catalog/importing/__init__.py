"""Reading files of products: sheets and archives of photos. No rows are written here."""
