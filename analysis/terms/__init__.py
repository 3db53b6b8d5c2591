from analysis.terms.counts import Counts, count, select, table
from analysis.terms.spread import dispersion
from analysis.terms.keyness import compare, compare_each, specificities, describe
