// Which values the axis of a strip names.
import {tick} from 'view/numbers.js';

/** Between two labels, so that they can be told apart. */
const CLEAR = 18;

/**
 * Edges of rows to name: [{row, label}], as many as there is room for.
 *
 * @param pixels that a row is high
 */
export function rowTicks(rows, pixels) {
  const zero = rows.findIndex((row) => row.from === 0 && row.to === 0);
  return zero < 0 ? rangeTicks(rows, pixels) : decadeTicks(rows, zero, pixels);
}

/** Zero, and powers of ten, of which each has a row of its own size above and below. */
function decadeTicks(rows, zero, pixels) {
  const perDecade = Math.log2(10) * pixels;
  const every = Math.ceil(17 / perDecade);
  const ticks = [{row: zero + 0.5, label: '0'}];
  const name = (side, sign) => {
    const small = Math.max(Math.abs(side[0].from), Math.abs(side[0].to));
    for (let power = -45; power <= 38; power++) {
      const away = 1 + Math.log2(10 ** power / small);
      if (power % every === 0 && away >= 0 && away <= side.length && (away + 0.5) * pixels >= 12) {
        const row = sign > 0 ? zero + 1 + away : zero - away;
        ticks.push({row, label: tick(sign * 10 ** power)});
      }
    }
  };
  if (zero + 1 < rows.length) {
    name(rows.slice(zero + 1), 1);
  }
  if (zero > 0) {
    name(rows.slice(0, zero).reverse(), -1);
  }
  return ticks.sort((a, b) => a.row - b.row);
}

/** Both ends, and round values between them that are clear of these. */
function rangeTicks(rows, pixels) {
  const low = rows[0].from;
  const high = rows.at(-1).to;
  const most = Math.max(1, Math.floor(rows.length * pixels / 28));
  const steps = [1, 2, 5].flatMap((n) => Array.from({length: 16}, (_, i) => n * 10 ** (i - 8)))
      .sort((a, b) => a - b);
  const step = steps.find((s) => (high - low) / s <= most) ?? high - low;
  const ticks = [{row: 0, label: tick(low)}];
  for (let i = Math.ceil(low / step); i * step < high; i++) {
    const row = (i * step - low) / (high - low) * rows.length;
    if (Math.min(row, rows.length - row) * pixels >= CLEAR) {
      ticks.push({row, label: tick(i * step)});
    }
  }
  return [...ticks, {row: rows.length, label: tick(high)}];
}
