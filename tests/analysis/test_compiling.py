from convergent.analysis.growth.compiling import compiled


def test_what_cannot_be_kept_is_compiled_all_the_same():
    """A function without a file has no place for what was compiled, as in a read-only folder."""
    made = {}
    exec("def twice(number):\n    return 2 * number\n", made)

    twice = compiled(made["twice"])

    assert twice(21) == 42
    assert twice.signatures
