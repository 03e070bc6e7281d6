"""What those who work on Convergent run through ./dev; none of it is part of the product."""
