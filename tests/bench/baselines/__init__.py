"""What Kneewise is measured beside, each written the way its library recommends."""
