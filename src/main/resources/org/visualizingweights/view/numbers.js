// Numbers as JSON brings them, and as people read them.

/** A number, or the name of one that JSON has no word for: "NaN", "Infinity", "-Infinity". */
export function number(value) {
  return value === null || value === undefined ? NaN : Number(value);
}

/** Numbers for a line; null, a gap, for those that are not finite. */
export function finite(values) {
  return values.map((value) => {
    const x = number(value);
    return Number.isFinite(x) ? x : null;
  });
}

const MINUS = '\u2212';
const counts = new Intl.NumberFormat('en', {maximumFractionDigits: 0});
const compact = new Intl.NumberFormat('en', {notation: 'compact', maximumSignificantDigits: 3});

/** 12345 as 12,345. */
export function count(value) {
  return signed(counts.format(value));
}

/** As "1 step" or "12,345 steps". */
export function counted(n, one, more = `${one}s`) {
  const text = count(n);
  return `${text} ${text === '1' ? one : more}`;
}

/** A value to three digits: 0.00123, 12.3, 45,600, 1.2e+9. */
export function value(x) {
  if (!Number.isFinite(x)) {
    return Number.isNaN(x) ? 'not a number' : signed(x > 0 ? 'infinity' : '-infinity');
  }
  const size = Math.abs(x);
  if (size === 0) {
    return '0';
  }
  if (size >= 1e6 || size < 1e-4) {
    return exponential(x);
  }
  return signed(size >= 1000 ? counts.format(x) : String(Number(x.toPrecision(3))));
}

/** A value for an axis, short: 1e−4, 0.1, 10, 1k, 1M; 1e9 from there on. */
export function tick(x) {
  const size = Math.abs(x);
  if (size > 0 && size < 1e-3) {
    return exponential(x);
  }
  return size >= 1e3 && size < 1e9 ? signed(compact.format(x).replace('K', 'k')) : value(x);
}

/** A share for an axis: 50%, 0.25%. */
export function percentTick(share) {
  return signed(`${Number((share * 100).toPrecision(3))}%`);
}

/** A share as 12.3%; "<0.1%" for what is more than nothing. */
export function percent(share) {
  if (!Number.isFinite(share)) {
    return '\u2013';
  }
  const x = Math.abs(share) * 100;
  const text = x === 0 ? '0%' : x < 0.1 ? '<0.1%' : `${x.toFixed(1)}%`;
  return share < 0 ? MINUS + text : text;
}

function exponential(x) {
  return signed(x.toExponential(1).replace('.0e', 'e').replace('e+', 'e'));
}

function signed(text) {
  return text.replaceAll('-', MINUS);
}
