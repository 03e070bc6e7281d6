"""Every address of signing in. allauth's other pages (sign-up, connections, e-mail) have none."""

from allauth.account import views as account
from allauth.mfa.base import views as second_step
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app_codes
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path
from django.views.generic import TemplateView

from convergent.web.sign_in.views import (
    api,
    elsewhere,
    entrance,
    invitation,
    keeping,
    leases,
    preferences,
    where,
)
from convergent.web.sign_in.views.second_step import SecondStepView

urlpatterns = [
    path("account/login/", entrance.SignInView.as_view(), name="account_login"),
    path("account/logout/", entrance.sign_out, name="account_logout"),
    path("account/inactive/", entrance.no_role, name="account_inactive"),
    path("account/go-on/", entrance.go_on, name="go_on"),
    path("account/invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("people/<uuid:pk>/way-in/", keeping.way_in, name="way_in"),
    path("account/preferences/", preferences.preferences, name="preferences"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/change/", account.password_change, name="account_change_password"),
    path("account/password/set/", account.password_set, name="account_set_password"),
    path("account/password/reset/", account.password_reset, name="account_reset_password"),
    path(
        "account/password/reset/done/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("account/second-step/", SecondStepView.as_view(), name="mfa_index"),
    path("account/second-step/ask/", second_step.authenticate, name="mfa_authenticate"),
    path("account/second-step/confirm/", second_step.reauthenticate, name="mfa_reauthenticate"),
    path("account/second-step/app/", app_codes.activate_totp, name="mfa_activate_totp"),
    path("account/second-step/app/remove/", app_codes.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/second-step/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "account/second-step/codes/new/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "account/second-step/codes/file/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("account/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("account/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("account/passkeys/sign-in/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path(
        "account/passkeys/confirm/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("account/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("account/passkeys/<int:pk>/name/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("account/where/", where.where_signed_in, name="where_signed_in"),
    path("account/where/sessions/<int:pk>/end/", where.end_session, name="end_session"),
    path("account/where/given/<uuid:pk>/end/", where.end_given, name="end_given"),
    path("account/where/end/", where.end_everywhere, name="end_everywhere"),
    path("account/where/tokens/add/", where.make_token, name="make_token"),
    path(
        "account/oidc/<slug:provider_id>/login/",
        elsewhere.oidc_sign_in,
        name="openid_connect_login",
    ),
    path(
        "account/oidc/<slug:provider_id>/login/callback/",
        elsewhere.oidc_back,
        name="openid_connect_callback",
    ),
    path("account/saml/<slug:organization_slug>/login/", elsewhere.saml_sign_in, name="saml_login"),
    path("account/saml/<slug:organization_slug>/acs/", elsewhere.saml_answer, name="saml_acs"),
    path(
        "account/saml/<slug:organization_slug>/acs/finish/",
        elsewhere.saml_back,
        name="saml_finish_acs",
    ),
    path("account/saml/<slug:organization_slug>/sls/", elsewhere.saml_sign_out, name="saml_sls"),
    path(
        "account/saml/<slug:organization_slug>/metadata/",
        elsewhere.saml_metadata,
        name="saml_metadata",
    ),
    path(
        "account/cancelled/",
        TemplateView.as_view(template_name="socialaccount/login_cancelled.html"),
        name="socialaccount_login_cancelled",
    ),
    path("demo/sign-in/<uuid:pk>/", entrance.demo_sign_in, name="demo_sign_in"),
    path("account/lease/", leases.lease, name="lease"),
    path("api/me", api.me, name="api_me"),
    path("api/lease", leases.living, name="api_lease"),
]
