"""Ordering in an ABCP shop: at most one request for each confirmed basket, whatever happens."""
