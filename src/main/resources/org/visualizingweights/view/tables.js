// The tables that a report saves: those that the server writes, of what the report has.
import {number} from 'view/numbers.js';
import {epochOf} from 'view/words.js';

/**
 * A row for each layer in each column.
 *
 * @param names of the table's columns, as the server has them
 * @param run its details
 * @param range columns of the equal bins
 * @param magnitudes the same columns by sign and power of two
 */
export function activationTable(names, run, range, magnitudes) {
  const several = range.steps.some((steps) => steps > 1);
  const rows = range.start.flatMap((start, i) => range.vertices.map((vertex, k) => {
    const known = {
      ...Object.fromEntries(Object.entries(vertex).map(([name, figure]) =>
          [name, (Array.isArray(figure) ? figure[i] : figure) ?? ''])),
      iteration: start,
      epoch: epochOf(run, start) ?? '',
      loss: range.loss.mean[i],
      vertex: vertex.name,
      magnitudes: magnitudesText(magnitudes.vertices[k], i),
    };
    const bins = vertex.counts[i].values();
    const row = names.map((name) => known[name] ?? bins.next().value);
    return several ? [...row, range.steps[i]] : row;
  }));
  return {columns: several ? [...names, 'steps'] : names, rows};
}

/** As in "-2^3:7 0:100 2^-5:12". */
function magnitudesText({classes, counts}, i) {
  return classes.map(({from, to}, row) => {
    const power = Math.round(Math.log2(Math.max(Math.abs(from), Math.abs(to)))) - 1;
    const name = from === 0 && to === 0 ? '0' : `${to > 0 ? '' : '-'}2^${power}`;
    return [name, counts[i][row]];
  }).filter(([, n]) => n > 0).map(([name, n]) => `${name}:${n}`).join(' ');
}

/** A row for each layer at each step of [from, to]. */
export function parameterTable(names, {steps, layers}, from, to) {
  const rows = steps.flatMap((step, i) => (step < from || step > to ? [] : layers.map((layer) => {
    const known = {
      iteration: step,
      layer: layer.name,
      group: layer.group,
      frozen: layer.frozen,
      learning_rate: layer.learningRate,
      distance: plain(number(layer.change[i]) * layer.startNorm),
    };
    return names.map((name) => known[name] ?? layer[name][i]);
  })));
  return {columns: names, rows};
}

/** A row for each epoch that ended in [from, to], or for several, where they are many. */
export function epochTable({epochs}, from, to) {
  const rows = epochs.filter(({lastStep}) => lastStep >= from && lastStep <= to).map((row) =>
      [row.epoch, row.lastStep, row.trainLoss, row.validLoss ?? '', row.errorRate ?? '', row.seconds]);
  return {columns: ['epoch', 'last_step', 'train_loss', 'valid_loss', 'error_rate', 'seconds'], rows};
}

/** To the seven digits that the factors have; what is not finite as text. */
function plain(x) {
  return Number.isFinite(x) ? Number(x.toPrecision(7)) : String(x);
}

/** RFC 4180, with names in the first line. */
export function csv({columns, rows}) {
  return [columns, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(value) {
  return /[",\r\n]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : value;
}
