// What the colours say, in words: for whoever cannot see them, and for exact numbers.
import {columnAt, reach, total} from 'view/columns.js';
import {count, counted, number, percent, value} from 'view/numbers.js';

/** The steps of a column. */
export function stepsOf(columns, i) {
  const first = columns.start[i];
  const last = Math.min(first + reach(columns) - 1, columns.to);
  return spanText(first, columns.steps[i] > 1 ? last : first);
}

/** "step 420" or "steps 420 to 423". */
export function spanText(first, last) {
  return last > first ? `steps ${count(first)} to ${count(last)}` : `step ${count(first)}`;
}

/**
 * The epoch, from 1, in which a step is; null where it is not known whether it is of any. Where a
 * row is of several epochs, these are taken to be equally long.
 */
export function epochOf(run, step) {
  const next = run.epochs.findIndex(({lastStep}) => lastStep >= step);
  const before = run.epochs.at(next < 0 ? -1 : next - 1);
  const over = next === 0 || before === undefined ? {epoch: 0, lastStep: -1} : before;
  if (next < 0) {
    return run.epochsPlanned === 0 ? null : over.epoch + 1;
  }
  const {epoch, lastStep} = run.epochs[next];
  return over.epoch
      + Math.ceil((epoch - over.epoch) * (step - over.lastStep) / (lastStep - over.lastStep));
}

/** ", epoch 3", or nothing. */
function epochText(run, step) {
  const epoch = epochOf(run, step);
  return epoch === null ? '' : `, epoch ${epoch}`;
}

/** What is in one row of one column: {name, perStep, share}. */
export function cellOf(cell, column, row) {
  const {vertex, rows, columns, counts} = cell;
  const outside = vertex.classes
      ? {above: ['not a number or infinite', vertex.nans[column] + vertex.infinities[column]]}
      : {above: [`above ${value(rows.at(-1).to)}`, vertex.above[column]],
        below: [`below ${value(rows[0].from)}`, vertex.below[column]]};
  const [name, n] = outside[row] ?? [rowName(rows[row]), counts[column][row]];
  return {
    name,
    perStep: n / columns.steps[column],
    share: vertex.total[column] > 0 ? n / vertex.total[column] : 0,
  };
}

/** "2 to 4", or "0". */
export function rowName({from, to}) {
  return from === to ? value(from) : `${value(from)} to ${value(to)}`;
}

/** The numbers of a column, in short. */
export function columnText(vertex, i, rows) {
  const all = vertex.total[i];
  const share = (n) => (all > 0 ? n / all : 0);
  const parts = [
    `mean ${value(number(vertex.mean[i]))} ± ${value(number(vertex.std[i]))}`,
    `near zero ${percent(number(vertex.nearZero[i]))}`,
  ];
  if (!vertex.classes) {
    parts.push(`above ${value(rows.at(-1).to)}: ${percent(share(vertex.above[i]))}`);
  }
  const broken = vertex.nans[i] + vertex.infinities[i];
  if (broken > 0) {
    parts.push(`not finite: ${percent(share(broken))}`);
  }
  return parts.join(' · ');
}

/** What lies outside of the rows in all columns, in short. */
export function outsideText(vertex, rows) {
  const all = total(vertex.total);
  const part = (name, list) => {
    const there = total(list);
    if (there === 0) {
      return null;
    }
    const most = Math.max(...list.map((n, i) => (vertex.total[i] > 0 ? n / vertex.total[i] : 0)));
    return `${name}: ${percent(there / all)}, at most ${percent(most)}`;
  };
  const broken = vertex.nans.map((n, i) => n + vertex.infinities[i]);
  const parts = [part('not finite', broken)];
  if (vertex.classes) {
    parts.unshift(`exactly zero: ${percent(total(vertex.zeros) / all)}`, extremes(vertex));
  } else {
    parts.unshift(part(`above ${value(rows.at(-1).to)}`, vertex.above)
            ?? `above ${value(rows.at(-1).to)}: none`,
        part(`below ${value(rows[0].from)}`, vertex.below));
  }
  return parts.filter(Boolean).join(' · ');
}

function extremes(vertex) {
  const ends = (list) => list.map(number).filter(Number.isFinite);
  const low = ends(vertex.min).reduce((a, b) => Math.min(a, b), Infinity);
  const high = ends(vertex.max).reduce((a, b) => Math.max(a, b), -Infinity);
  return low <= high ? `from ${value(low)} to ${value(high)}` : null;
}

/** What a strip shows, in two sentences: how the values lie at its beginning and at its end. */
export function stripText({vertex, rows, columns, counts}) {
  const last = columns.start.length - 1;
  if (last < 0) {
    return `${vertex.name}: no captured step in view.`;
  }
  const at = (i) => `at ${stepsOf(columns, i)} ${quantiles(vertex, rows, counts[i], i)}`;
  const texts = last === 0 ? [at(0)] : [at(0), at(last)];
  return `${vertex.name}: ${texts.join('; ')}. Over all steps in view, ${outsideText(vertex, rows)}.`;
}

function quantiles(vertex, rows, counts, i) {
  const outside = vertex.classes ? {below: 0, above: 0}
      : {below: vertex.below[i], above: vertex.above[i]};
  const all = total(counts) + outside.below + outside.above;
  if (all === 0) {
    return 'no value is a finite number';
  }
  const most = (part, name, rest) => {
    let left = part * all - outside.below;
    if (left <= 0) {
      return `${name} below ${value(rows[0].from)}`;
    }
    const row = counts.findIndex((n) => (left -= n) <= 0);
    return row < 0 ? `${rest} above ${value(rows.at(-1).to)}`
        : `${name} at most ${value(rows[row].to)}`;
  };
  return `${most(0.5, 'half of the activations are', 'more than half of the activations are')}, `
      + most(0.9, 'nine in ten', 'more than one in ten');
}

/** A step of a run in short: its epoch and its loss. */
export function stepText(columns, run, step) {
  const i = columnAt(columns, step);
  return i < 0 ? `step ${count(step)}`
      : `${stepsOf(columns, i)}${epochText(run, columns.start[i])}`
      + ` · loss ${value(number(columns.loss.mean[i]))}`;
}

/** One row of one column in words. */
export function pointText(cell, run, step, row) {
  const {columns, vertex} = cell;
  const i = columnAt(columns, step);
  if (i < 0) {
    return `step ${count(step)}: nothing captured`;
  }
  const when = `${stepsOf(columns, i)}${epochText(run, columns.start[i])}`;
  if (row === null) {
    return `${when} · ${vertex.name}: ${columnText(vertex, i, cell.rows)}`;
  }
  const {name, perStep, share} = cellOf(cell, i, row);
  const often = counted(perStep, 'activation') + (columns.steps[i] > 1 ? ' a step' : '');
  return `${when} · ${vertex.name}, ${name}: ${often}, ${percent(share)} of all`;
}

/** One row of one column of a difference in words. */
export function differenceText({a, b}, runs, step, row) {
  const i = columnAt(a.columns, step);
  const j = columnAt(b.columns, step);
  if (i < 0 || j < 0) {
    return `step ${count(step)}: captured in one of the runs only`;
  }
  const when = stepsOf(a.columns, i);
  if (row === null) {
    return `${when} · ${a.vertex.name}: A ${columnText(a.vertex, i, a.rows)}; `
        + `B ${columnText(b.vertex, j, b.rows)}`;
  }
  const inA = cellOf(a, i, row);
  const inB = cellOf(b, j, row);
  const more = inB.share - inA.share;
  return `${when} · ${a.vertex.name}, ${inA.name}: A ${percent(inA.share)} `
      + `(${count(inA.perStep)}), B ${percent(inB.share)} (${count(inB.perStep)}): `
      + `${percent(Math.abs(more))} ${more >= 0 ? 'more' : 'less'} in B`;
}
