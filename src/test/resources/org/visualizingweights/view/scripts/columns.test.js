import {close, equal, test} from 'test/check.js';
import {align, append, columnAt, joinUpTo, merge, middles, rowsOf, slice, smallest, stepsPerColumn}
  from 'view/columns.js';

const FIGURES = Object.entries({total: 'sum', below: 'sum', above: 'sum', zeros: 'sum', nans: 'sum',
  infinities: 'sum', mean: 'meanOfValues', std: 'deviation', min: 'least', max: 'greatest',
  nearZero: 'meanInRange', dead: 'meanOfSteps', saturated: 'meanOfSteps', channels: 'same'})
    .map(([name, merge]) => ({name, merge}));

/** One vertex of two bins from 0 to 2; a column a step, [values in it] each. */
function columns(start, lists, more = {}) {
  const over = (f) => lists.map(f);
  const mean = over((xs) => xs.reduce((a, b) => a + b, 0) / xs.length);
  return {
    per: 1, every: 1, from: start[0], to: start.at(-1), start, steps: start.map(() => 1),
    loss: {mean: over((xs, i) => i + 1), min: over((xs, i) => i + 1), max: over((xs, i) => i + 1),
      notFinite: over(() => 0)},
    figures: FIGURES,
    vertices: [{
      name: 'conv1', edges: [0, 1, 2],
      counts: over((xs) => [xs.filter((x) => x < 1).length, xs.filter((x) => x >= 1 && x <= 2).length]),
      below: over(() => 0), above: over((xs) => xs.filter((x) => x > 2).length),
      zeros: over((xs) => xs.filter((x) => x === 0).length), nans: over(() => 0),
      infinities: over(() => 0), total: over((xs) => xs.length), mean,
      std: over((xs, i) => Math.sqrt(xs.reduce((a, x) => a + (x - mean[i]) ** 2, 0) / xs.length)),
      min: over((xs) => Math.min(...xs)), max: over((xs) => Math.max(...xs)),
      nearZero: over((xs) => xs.filter((x) => x < 1).length / xs.length),
      dead: over((xs, i) => i / 10), saturated: over(() => 0), channels: 64,
    }],
    ...more,
  };
}

test('steps per column are a power of two that fits', () => {
  equal(stepsPerColumn(0, 99, 100), 1);
  equal(stepsPerColumn(0, 100, 100), 2);
  equal(stepsPerColumn(0, 1637, 400), 8);
  equal(stepsPerColumn(5, 5, 0), 1);
});

test('a column is found by any of its steps, and none where there is none', () => {
  const all = {...columns([8, 16, 24], [[0], [0], [0]]), per: 8};
  equal([7, 8, 15, 16, 31, 32].map((step) => columnAt(all, step)), [-1, 0, 0, 1, 2, -1]);
  equal(columnAt({...all, start: []}, 3), -1);
});

test('captures that are rarer than steps stand until the next one', () => {
  const all = columns([0, 10, 20], [[0], [0], [0]], {every: 10});
  equal([0, 9, 10, 29].map((step) => columnAt(all, step)), [0, 0, 1, 2]);
  equal(middles(all), [4.5, 14.5, 24.5]);
});

test('merged columns are as if counted so', () => {
  const merged = merge(columns([4, 5, 6, 7], [[0, 0.5, 1.5], [1, 1, 4], [0, 2], [1.5, 3]]), 2);
  const counted = columns([4, 6], [[0, 0.5, 1.5, 1, 1, 4], [0, 2, 1.5, 3]]);
  const [mine, theirs] = [merged.vertices[0], counted.vertices[0]];
  equal(merged.start, [4, 6]);
  equal(merged.steps, [2, 2]);
  for (const name of ['counts', 'above', 'zeros', 'total', 'min', 'max']) {
    equal(mine[name], theirs[name]);
  }
  for (const i of [0, 1]) {
    close(mine.mean[i], theirs.mean[i]);
    close(mine.std[i], theirs.std[i]);
  }
  equal(mine.nearZero, [0.4, 1 / 3]); // 2 of 5, 1 of 3: what is above the range is left out
  equal(mine.dead.map((n) => n.toFixed(9)), ['0.050000000', '0.250000000']);
  equal(mine.channels, 64);
  equal(merged.loss.mean, [1.5, 3.5]);
  equal([merged.loss.min, merged.loss.max], [[1, 3], [2, 4]]);
});

test('a loss that is not finite takes no part in a mean, and is counted', () => {
  const all = columns([0, 1], [[0], [0]]);
  all.loss = {mean: [0.5, 'NaN'], min: [0.5, 'NaN'], max: [0.5, 'NaN'], notFinite: [0, 1]};
  const {loss} = merge(all, 2);
  equal(loss, {mean: [0.5], min: [0.5], max: [0.5], notFinite: [1]});
});

test('columns are not merged into narrower ones', () => {
  const all = {...columns([0, 4], [[0], [0]]), per: 4};
  equal(merge(all, 2) === all, true);
});

test('a slice has every column with a step in it', () => {
  const all = {...columns([0, 4, 8, 12], [[0], [1], [2], [3]]), per: 4, to: 15};
  equal(slice(all, 5, 8).start, [4, 8]);
  equal(slice(all, 5, 8).vertices[0].total, [1, 1]);
  equal(slice(all, 20, 30).start, []);
});

test('a slice has the capture that stands where it begins', () => {
  equal(slice(columns([0, 50, 100], [[0], [1], [2]], {every: 50}), 75, 110).start, [50, 100]);
});

test('a tail takes the place of what it begins with', () => {
  const longer = append(columns([0, 1, 2], [[0], [0], [0]]), columns([2, 3], [[1, 1], [1]]));
  equal(longer.start, [0, 1, 2, 3]);
  equal(longer.vertices[0].total, [1, 1, 2, 1]);
  equal(longer.to, 3);
});

test('a tail of other columns cannot be put behind', () => {
  equal(append(columns([0], [[0]]), {...columns([2], [[0]]), per: 2}), null);
  const other = columns([1], [[0]]);
  other.vertices[0].edges = [0, 2, 4];
  equal(append(columns([0], [[0]]), other), null);
});

test('two lots of classes have the union of their rows', () => {
  const [a, b] = align(
      {classes: [{from: 0, to: 0}, {from: 1, to: 2}], counts: [[3, 4]]},
      {classes: [{from: -2, to: -1}, {from: 0, to: 0}], counts: [[5, 6]]});
  equal(a.rows, [{from: -2, to: -1}, {from: 0, to: 0}, {from: 1, to: 2}]);
  equal([a.rows, a.counts, b.counts], [b.rows, [[0, 3, 4]], [[5, 6, 0]]]);
});

test('values too rare to be seen share a row of either sign', () => {
  const rows = [-1, -0.5, 0, 0.5, 1].map((x) => ({from: Math.min(x, 2 * x), to: Math.max(x, 2 * x)}));
  const counts = [[500, 1, 90, 1, 500]];
  equal(smallest([{rows, counts}]), 2);
  const joined = joinUpTo(1, {rows, counts});
  equal(joined.counts, [[500, 1, 90, 1, 500]]);
  equal(joinUpTo(2, {rows, counts}).counts, [[501, 90, 501]]);
});

test('a histogram has a row between two edges', () => {
  equal(rowsOf({edges: [0, 1, 3]}), [{from: 0, to: 1}, {from: 1, to: 3}]);
});
