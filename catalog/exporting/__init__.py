"""Products as files for shop systems and channels. Nothing is asked of the database here."""
