"""Loads that are killed, starved and fed with damaged files: what they must not do."""
