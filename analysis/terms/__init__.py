from analysis.terms.counts import Counts, count, select, table
