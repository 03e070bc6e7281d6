"""Sign-in: passwords, passkeys, the district's services, a second step, and how it all ends."""
