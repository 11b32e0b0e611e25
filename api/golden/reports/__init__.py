"""Reports of a golden run: JUnit XML, results.json, one page of HTML, a trend by day."""
