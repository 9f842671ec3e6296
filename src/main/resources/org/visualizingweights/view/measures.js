// What is measured at each step besides the histograms, as lines: loss, the figures that say how
// they are drawn, mean and deviation.
import {lineColour} from 'view/colours.js';
import {columnAt, middles} from 'view/columns.js';
import {kindOf} from 'view/lines.js';
import {LineGrid, cellsOf} from 'view/linegrid.js';
import {finite, percent, percentTick, tick} from 'view/numbers.js';

const LETTERS = ['A', 'B'];
const COLOURS = 7;

const SHARE = {format: percent, tickFormat: percentTick, min: 0};
const UNITS = {share: {...SHARE, max: 1}, channels: SHARE};

export class Measures extends LineGrid {
  show(runs, columns, view, dark) {
    const over = view.compare === 'difference';
    const each = runs.map((run, k) => ({run, letter: LETTERS[k], columns: columns[k], dark}));
    const panel = (key, title, seriesOf, options = {}) => {
      const parts = each.map((one) => ({
        letter: one.letter,
        x: middles(one.columns),
        series: seriesOf(one),
        marks: one.run.epochs.map(({lastStep}) => lastStep),
      })).map((part) => ({...part, series: part.series.filter(Boolean)}));
      const cells = cellsOf(parts, over);
      return cells.some(({series}) => series.length > 0)
          ? [{key, title, cells, format: tick, ...options}] : [];
    };
    const names = [...new Set(columns.flatMap((c) => c.vertices.map(({name}) => name)))];
    const lossKind = kindOf(each.flatMap((one) => lossSeries(one).map(({values}) => values)));
    const drawn = (columns[0]?.figures ?? []).filter(({lines}) => lines);
    super.show([
      ...panel('loss', 'Loss', lossSeries, {kind: lossKind, height: 110,
        note: 'of each step, from the smallest to the largest of a column; dots: validation'}),
      ...drawn.flatMap(({name, lines: {title, note, unit}}) => panel(name, title,
          (one) => vertexSeries(one, names, (vertex) => valuesOf(vertex, name, unit)),
          {...UNITS[unit], note})),
      ...names.flatMap((name, i) => panel(`moments-${name}`, name,
          (one) => [momentSeries(one, name, i)],
          {kind: kindOf(each.map((one) => finite(vertexOf(one, name)?.std ?? []))), height: 80,
            note: 'mean ± standard deviation'})),
    ]);
  }
}

function vertexOf({columns}, name) {
  return columns.vertices.find((vertex) => vertex.name === name);
}

/** A line a layer: a colour each, and from the eighth on dashed. */
function vertexSeries(one, names, valuesOf) {
  return names.map((name, i) => {
    const vertex = vertexOf(one, name);
    const values = vertex && valuesOf(vertex);
    return values && {
      label: name,
      colour: lineColour(i, one.dark),
      dash: i >= COLOURS ? [2, 3] : undefined,
      values,
    };
  });
}

/** Null where a storage has no such figure at all. */
function valuesOf(vertex, name, unit) {
  const values = vertex[name] && finite(vertex[name]);
  return values && unit === 'channels'
      ? values.map((n) => (n === null ? null : n / vertex.channels)) : values;
}

function lossSeries({run, columns, letter, dark}) {
  const {loss, start} = columns;
  const validation = start.map(() => null);
  for (const {lastStep, validLoss} of run.epochs) {
    const i = columnAt(columns, lastStep);
    if (i >= 0) {
      [validation[i]] = finite([validLoss]);
    }
  }
  const second = letter === 'B' ? 2 : 0;
  const lines = [{
    label: 'training',
    colour: lineColour(second, dark),
    values: finite(loss.mean),
    band: [finite(loss.min), finite(loss.max)],
  }];
  return validation.every((x) => x === null) ? lines : [...lines, {
    label: 'validation',
    colour: lineColour(1 + second, dark),
    points: true,
    values: validation,
  }];
}

function momentSeries(one, name, i) {
  const vertex = vertexOf(one, name);
  if (!vertex) {
    return null;
  }
  const mean = finite(vertex.mean);
  const std = finite(vertex.std);
  const away = (sign) => mean.map((m, k) =>
      (m === null || std[k] === null ? null : m + sign * std[k]));
  return {
    label: '',
    colour: lineColour(i, one.dark),
    values: mean,
    band: [away(-1), away(1)],
  };
}
