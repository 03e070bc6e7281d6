"""Who may see and do what. Each rule has two forms, which a property test holds equal: the set
(`visible_…`, `…_changeable_by`) and the reason (`why_…`). Not allowed looks like not there."""
