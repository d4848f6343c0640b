"""Year end: what the county did in a period, provable to the last record, as figures, workbook and annual report."""
