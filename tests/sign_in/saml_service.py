"""A SAML sign-in service for tests: it signs what it is told to, with python3-saml's own tools."""

import base64
import uuid
import zlib
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from onelogin.saml2.utils import OneLogin_Saml2_Utils

ENTITY = "https://idp.northfield.example"
SSO = "https://idp.northfield.example/sso"
FORM = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
 xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="{response}" Version="2.0"
 IssueInstant="{now}" Destination="{acs}" InResponseTo="{request}">
<saml:Issuer>{entity}</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
{assertion}</samlp:Response>"""
ASSERTION = """<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"
 ID="{id}" Version="2.0" IssueInstant="{now}"><saml:Issuer>{entity}</saml:Issuer><saml:Subject>
<saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">{subject}</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
<saml:SubjectConfirmationData NotOnOrAfter="{end}" Recipient="{acs}" InResponseTo="{request}"/>
</saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="{start}" NotOnOrAfter="{end}"><saml:AudienceRestriction>
<saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>
<saml:AuthnStatement AuthnInstant="{now}" SessionIndex="{id}"><saml:AuthnContext>
<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef>
</saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement><saml:Attribute Name="email">
<saml:AttributeValue>{email}</saml:AttributeValue></saml:Attribute>{more}</saml:AttributeStatement>
</saml:Assertion>"""


def make_key_and_certificate():
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.northfield.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=9))
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return secret.decode(), certificate.public_bytes(serialization.Encoding.PEM).decode()


def request_in(address):
    """The id, the audience and the place to answer to, of the request that our side sent."""
    packed = base64.b64decode(parse_qs(urlsplit(address).query)["SAMLRequest"][0])
    request = ET.fromstring(zlib.decompress(packed, -15))
    issuer = request.find("{urn:oasis:names:tc:SAML:2.0:assertion}Issuer").text
    return request.attrib["ID"], issuer, request.attrib["AssertionConsumerServiceURL"]


class SamlService:
    def __init__(self):
        self.key, self.certificate = make_key_and_certificate()

    def answer(self, address, *, email, signed=True, by=None, minutes=5, more="", **other):
        """SAMLResponse for the request in `address`; `other` replaces parts of it."""
        request, audience, acs = request_in(address)
        now = datetime.now(UTC)
        parts = {
            "id": f"_{uuid.uuid4().hex}",
            "response": f"_{uuid.uuid4().hex}",
            "entity": ENTITY,
            "request": request,
            "audience": audience,
            "acs": acs,
            "email": email,
            "more": more,
            "subject": "person-1",
            "now": _written(now),
            "start": _written(now - timedelta(minutes=10)),
            "end": _written(now + timedelta(minutes=minutes)),
            **other,
        }
        assertion = ASSERTION.format(**parts)
        if signed:
            key, certificate = by or (self.key, self.certificate)
            assertion = OneLogin_Saml2_Utils.add_sign(assertion, key, certificate).decode()
        whole = FORM.format(assertion=assertion.split("?>")[-1], **parts)
        return base64.b64encode(whole.encode()).decode()


def _written(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
