"""What to say of a service that cannot be read: where, what broke, and what to do."""

from convergent.facts.findings import ExportRefused, Finding

LONGEST_VALUE = 200


def refused(where: str, *, rule: str, fix: str, value: str = "", column: str = "") -> ExportRefused:
    return ExportRefused(found(where, rule=rule, fix=fix, value=value, column=column))


def found(where: str, *, rule: str, fix: str, value: str = "", column: str = "") -> Finding:
    return Finding(file=where, column=column, value=value[:LONGEST_VALUE], rule=rule, fix=fix)


def secret_refused(where: str, value: str) -> ExportRefused:
    return refused(
        where,
        rule="client known",
        value=value,
        fix="Check client_id and the client secret; where both are right, try"
        ' client_authentication = "body".',
    )


def scope_refused(where: str, value: str) -> ExportRefused:
    return refused(
        where,
        rule="scope granted",
        value=value,
        fix="Ask the vendor to grant the scopes to this client, or name in scopes those that it has"
        " and in collections what is to be fetched.",
    )


def no_token(where: str, value: str) -> ExportRefused:
    return refused(
        where,
        rule="token given",
        value=value,
        fix="Check token_url: an OAuth 2 answer with an access_token of the type Bearer is needed.",
    )


def token_refused(where: str, value: str) -> ExportRefused:
    return refused(
        where,
        rule="token accepted",
        value=value,
        fix="Check that token_url and url belong to one service, and that the client is active.",
    )


def redirected(where: str, to: str) -> ExportRefused:
    return refused(
        where,
        rule="no redirect elsewhere",
        value=to,
        fix="The token goes to the declared host alone. Where this address is right, write it as"
        " url or token_url.",
    )


def unknown_status(where: str, value: str) -> ExportRefused:
    return refused(
        where,
        rule="status understood",
        value=value,
        fix="Check url; where it is right, send this line to the vendor.",
    )


def not_json(where: str, value: str) -> ExportRefused:
    return refused(
        where,
        rule="JSON",
        value=value,
        fix="Check that url leads to a OneRoster 1.2 service; where it does, tell the vendor.",
    )


def not_oneroster(where: str, *, wanted: str, value: str) -> ExportRefused:
    return refused(
        where,
        column=wanted,
        rule="OneRoster 1.2",
        value=value,
        fix=f"Check url: an object with the list “{wanted}” is needed.",
    )


def too_large(where: str, limit: int) -> ExportRefused:
    return refused(
        where,
        rule="size of an answer",
        value=f"more than {limit} bytes",
        fix="Lower page_size; where the answers really are so large, raise largest_page.",
    )


def too_much(where: str, limit: int) -> ExportRefused:
    return refused(
        where,
        rule="size of a fetch",
        value=f"more than {limit} bytes",
        fix="Fetch fewer collections; where the district really is so large, raise largest_fetch.",
    )


def too_many_rows(where: str, limit: int) -> ExportRefused:
    return refused(
        where,
        rule="rows of a fetch",
        value=f"more than {limit} rows",
        fix="Fetch fewer collections; where the district really is so large, raise most_rows.",
    )


def offset_ignored(where: str, rows: int) -> ExportRefused:
    return refused(
        where,
        rule="offset followed",
        value=f"the same {rows} rows on two pages",
        fix="The service repeats its first page, so rows would be missing. Raise page_size above"
        " the number of rows, or ask the vendor to mend paging.",
    )


def too_many_pages(where: str, pages: int) -> ExportRefused:
    return refused(
        where,
        rule="pages end",
        value=f"{pages} pages",
        fix="The service always gives further rows. Raise page_size, or tell the vendor.",
    )


def missing_collection(where: str) -> ExportRefused:
    return refused(
        where,
        rule="collection offered",
        value="HTTP 404",
        fix="Check url: it ends before /rostering/v1p2, often with /ims/oneroster.",
    )
