"""The rules that draw pieces in; each module registers its own."""
