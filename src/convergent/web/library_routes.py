"""To whom the pages that come with a library open. One that is not listed is not there."""

ANYONE = "anyone"
STAFF = "staff"

LIBRARY_ROUTES: dict[str, str] = {
    "account_login": ANYONE,
    "account_reset_password": ANYONE,
    "account_reset_password_done": ANYONE,
    "account_reset_password_from_key": ANYONE,
    "account_reset_password_from_key_done": ANYONE,
    "mfa_authenticate": ANYONE,
    "mfa_login_webauthn": ANYONE,
    "socialaccount_login_cancelled": ANYONE,
    "account_change_password": STAFF,
    "account_reauthenticate": STAFF,
    "account_set_password": STAFF,
    "mfa_activate_totp": STAFF,
    "mfa_add_webauthn": STAFF,
    "mfa_deactivate_totp": STAFF,
    "mfa_download_recovery_codes": STAFF,
    "mfa_edit_webauthn": STAFF,
    "mfa_generate_recovery_codes": STAFF,
    "mfa_index": STAFF,
    "mfa_list_webauthn": STAFF,
    "mfa_reauthenticate": STAFF,
    "mfa_reauthenticate_webauthn": STAFF,
    "mfa_remove_webauthn": STAFF,
    "mfa_view_recovery_codes": STAFF,
}
