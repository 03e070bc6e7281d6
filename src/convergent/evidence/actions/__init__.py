"""What people do with claims, pieces and pictures; and how both are judged."""
