"""The demo shop: its products are drawn by this code, so their photos belong to the studio."""
