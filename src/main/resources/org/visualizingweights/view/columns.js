// Columns of merged steps: how they come, grow at their end, are merged further and compared.
//
// `per` steps make a column; `start` is a column's first step, a multiple of `per`; `steps` says
// how many captured steps are in it, of which there is one in `every`. All counts are sums over
// these steps; `figures` says how each figure of a vertex is merged.
import {number} from 'view/numbers.js';

const LOSS = ['mean', 'min', 'max'];

/** The smallest power of two of steps that makes at most so many columns. */
export function stepsPerColumn(from, to, atMost) {
  let per = 1;
  while (Math.floor(to / per) - Math.floor(from / per) + 1 > Math.max(1, atMost)) {
    per *= 2;
  }
  return per;
}

/** The rows of a vertex, low to high: where they begin and end. */
export function rowsOf(vertex) {
  return vertex.classes
      ? vertex.classes.map(({from, to}) => ({from: number(from), to: number(to)}))
      : vertex.edges.slice(1).map((to, i) => ({from: vertex.edges[i], to}));
}

/** Less than this share of the values that are not zero tells nothing. */
const RARE = 0.01;

/**
 * The size below which values are so rare that they need no rows of their own.
 *
 * @param lots [{rows, counts}]
 */
export function smallest(lots) {
  const sizes = new Map();
  for (const {rows, counts} of lots) {
    rows.forEach((row, i) => {
      const size = Math.max(Math.abs(row.from), Math.abs(row.to));
      if (size > 0) {
        sizes.set(size, counts.reduce((sum, column) => sum + column[i], sizes.get(size) ?? 0));
      }
    });
  }
  let rest = RARE * total(sizes.values());
  const sorted = [...sizes.keys()].sort((a, b) => a - b);
  return sorted.find((size) => (rest -= sizes.get(size)) < 0) ?? sorted.at(-1) ?? 0;
}

/** Makes one row, of either sign, of all values up to a size that are not zero. */
export function joinUpTo(size, {rows, counts}) {
  const key = ({from, to}) => (to > 0 && to <= size ? 'small'
      : from < 0 && -from <= size ? '-small' : `${from}`);
  const places = new Map();
  rows.forEach((row, i) => {
    const all = places.get(key(row)) ?? {...row, of: []};
    places.set(key(row), {from: Math.min(all.from, row.from), to: Math.max(all.to, row.to),
      of: [...all.of, i]});
  });
  const groups = [...places.values()];
  return {
    rows: groups.map(({from, to}) => ({from, to})),
    counts: counts.map((column) => groups.map(({of}) =>
        of.reduce((sum, i) => sum + column[i], 0))),
  };
}

/** The column in which a step is, or -1. */
export function columnAt(columns, step) {
  let low = 0;
  let high = columns.start.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (columns.start[middle] <= step) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  const inside = high >= 0 && columns.start[low] <= step;
  return inside && step < columns.start[low] + reach(columns) ? low : -1;
}

/** How many steps a column stands for in the picture: rarer captures stand until the next one. */
export function reach(columns) {
  return Math.max(columns.per, columns.every);
}

/** Where a column is drawn: in the middle of its steps. */
export function middles(columns) {
  const half = (reach(columns) - 1) / 2;
  return columns.start.map((start) => start + half);
}

/**
 * Columns with a tail put in the place of all that begins at the tail's start or later; null where
 * they cannot be put together.
 */
export function append(columns, tail) {
  if (tail.start.length === 0 || tail.per !== columns.per) {
    return null;
  }
  const pairs = columns.vertices.map((vertex, i) => [vertex, tail.vertices[i]]);
  if (pairs.every(([a, b]) => sameRows(a, b))) {
    return joined(columns, tail);
  }
  const tables = pairs.map(([a, b]) => (b ? align(a, b) : null));
  if (tables.includes(null)) {
    return null;
  }
  const withRows = (whole, k) => ({...whole, vertices: whole.vertices.map((vertex, i) =>
      ({...vertex, classes: tables[i][k].rows, counts: tables[i][k].counts}))});
  return joined(withRows(columns, 0), withRows(tail, 1));
}

function joined(columns, tail) {
  const keep = columns.start.filter((start) => start < tail.start[0]).length;
  return {
    ...columns,
    ...mapLists(columns, (list, path) => [...list.slice(0, keep), ...at(tail, path)]),
    to: Math.max(columns.to, tail.to),
  };
}

/** Columns of `factor` columns each, exactly as if counted so: sums add up, moments are pooled. */
export function merge(columns, per) {
  if (per <= columns.per) {
    return columns;
  }
  const groups = [];
  columns.start.forEach((start, i) => {
    const first = Math.floor(start / per) * per;
    if (groups.at(-1)?.start !== first) {
      groups.push({start: first, of: []});
    }
    groups.at(-1).of.push(i);
  });
  const over = (list, f) => groups.map((group) => f(group.of.map((i) => number(list[i])), group.of));
  const sum = (list) => over(list, total);
  const steps = columns.steps;
  return {
    ...columns,
    per,
    start: groups.map((group) => group.start),
    steps: sum(steps),
    loss: {
      mean: over(columns.loss.mean, (xs, of) =>
          weighted(xs, of.map((i) => steps[i] - columns.loss.notFinite[i]))),
      min: over(columns.loss.min, (xs) => least(xs)),
      max: over(columns.loss.max, (xs) => greatest(xs)),
      notFinite: sum(columns.loss.notFinite),
    },
    vertices: columns.vertices.map((vertex) => ({
      ...vertex,
      counts: groups.map((group) => addUp(group.of.map((i) => vertex.counts[i]))),
      ...mergeFigures(columns.figures, vertex, over, steps),
    })),
  };
}

function mergeFigures(figures, vertex, over, steps) {
  const mean = (weights) => (xs, of) => weighted(xs, of.map((i) => weights[i]));
  const meanOfValues =
      mean(vertex.total.map((all, i) => all - vertex.nans[i] - vertex.infinities[i]));
  const rules = {
    sum: total,
    least,
    greatest,
    meanOfValues,
    meanInRange: mean(vertex.counts.map(total)),
    meanOfSteps: mean(steps),
    deviation: (stds, of) => {
      const means = of.map((i) => number(vertex.mean[i]));
      const square = meanOfValues(stds.map((std, k) => means[k] ** 2 + std ** 2), of);
      return Math.sqrt(Math.max(0, square - meanOfValues(means, of) ** 2));
    },
  };
  return Object.fromEntries(listed(figures, vertex).map(({name, merge}) =>
      [name, over(vertex[name], rules[merge])]));
}

/** The figures that a vertex has, and has column by column. */
function listed(figures, vertex) {
  return figures.filter(({name}) => Array.isArray(vertex[name]));
}

/** Only the columns that have a step in [from, to]. */
export function slice(columns, from, to) {
  const first = columns.start.findIndex((start) => start + reach(columns) > from);
  const end = columns.start.findLastIndex((start) => start <= to) + 1;
  return {
    ...columns,
    ...mapLists(columns, (list) => list.slice(first < 0 ? end : first, end)),
    from,
    to,
  };
}

/** Applies a function to every list that has an entry a column, and keeps all else. */
function mapLists(columns, f) {
  return {
    start: f(columns.start, ['start']),
    steps: f(columns.steps, ['steps']),
    loss: Object.fromEntries([...LOSS, 'notFinite'].map((name) =>
        [name, f(columns.loss[name], ['loss', name])])),
    vertices: columns.vertices.map((vertex, i) => ({
      ...vertex,
      ...Object.fromEntries([{name: 'counts'}, ...listed(columns.figures, vertex)].map(({name}) =>
          [name, f(vertex[name], ['vertices', i, name])])),
    })),
  };
}

function at(object, path) {
  return path.reduce((inner, key) => inner[key], object);
}

function sameRows(a, b) {
  return JSON.stringify(a?.classes ?? a?.edges) === JSON.stringify(b?.classes ?? b?.edges);
}

/**
 * Two lots of rows as one, so that two runs have the same axis: the union of their classes.
 * Null where their rows cannot be brought together (histograms over different ranges).
 */
export function align(a, b) {
  const rowsA = rowsOf(a);
  const rowsB = rowsOf(b);
  const key = (row) => `${row.from}|${row.to}`;
  const all = new Map([...rowsA, ...rowsB].map((row) => [key(row), row]));
  const same = all.size === rowsA.length && all.size === rowsB.length;
  if (!same && !(a.classes && b.classes)) {
    return null;
  }
  const rows = [...all.values()].sort((x, y) => x.from - y.from || x.to - y.to);
  const place = new Map(rows.map((row, i) => [key(row), i]));
  const spread = (mine, counts) => {
    const places = mine.map((row) => place.get(key(row)));
    return counts.map((column) => {
      const wide = new Array(rows.length).fill(0);
      column.forEach((n, i) => {
        wide[places[i]] += n;
      });
      return wide;
    });
  };
  return [{rows, counts: spread(rowsA, a.counts)}, {rows, counts: spread(rowsB, b.counts)}];
}

export function total(xs) {
  let sum = 0;
  for (const x of xs) {
    sum += x;
  }
  return sum;
}

function addUp(lists) {
  const sums = [...lists[0]];
  for (const list of lists.slice(1)) {
    list.forEach((n, i) => {
      sums[i] += n;
    });
  }
  return sums;
}

/** The mean of the finite values, each as heavy as its weight; NaN where there is none. */
function weighted(xs, weights) {
  let sum = 0;
  let weight = 0;
  xs.forEach((x, i) => {
    if (Number.isFinite(x) && weights[i] > 0) {
      sum += x * weights[i];
      weight += weights[i];
    }
  });
  return weight > 0 ? sum / weight : NaN;
}

function least(xs) {
  return xs.reduce((a, b) => (b < a || Number.isNaN(a) ? b : a), NaN);
}

function greatest(xs) {
  return xs.reduce((a, b) => (b > a || Number.isNaN(a) ? b : a), NaN);
}
