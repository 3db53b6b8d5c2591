from analysis.dates.finding import Row, rows
from analysis.dates.finding import rows as find_rows
