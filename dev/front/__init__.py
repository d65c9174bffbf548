"""Stands where the CDN stands in production: portal, desk and API behind one address."""
