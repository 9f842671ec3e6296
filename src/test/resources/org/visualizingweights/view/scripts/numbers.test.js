import {equal, test} from 'test/check.js';
import {count, counted, finite, number, percent, percentTick, tick, value} from 'view/numbers.js';

test('numbers that JSON has no word for come by their names', () => {
  equal(number('NaN'), NaN);
  equal(number('-Infinity'), -Infinity);
  equal(number(null), NaN);
  equal(number(undefined), NaN);
  equal(number(2.5), 2.5);
});

test('what is not finite is a gap in a line', () => {
  equal(finite([1, 'NaN', 'Infinity', null, 0]), [1, null, null, null, 0]);
});

test('counts have commas and a real minus', () => {
  equal(count(1234567), '1,234,567');
  equal(count(-1000), '\u22121,000');
});

test('values have three digits', () => {
  equal([0, 12.345, 0.00123456, 45600, -0.5].map(value), ['0', '12.3', '0.00123', '45,600', '\u22120.5']);
});

test('large and small values are powers of ten', () => {
  equal([1.25e9, 1e6, 0.00001, -2e-7].map(value), ['1.3e9', '1e6', '1e\u22125', '\u22122e\u22127']);
});

test('what is no number has a name', () => {
  equal([NaN, Infinity, -Infinity].map(value), ['not a number', 'infinity', '\u2212infinity']);
});

test('ticks are short', () => {
  equal([0, 0.1, 1000, 2500000, 1e9, 0.0001].map(tick), ['0', '0.1', '1k', '2.5M', '1e9', '1e\u22124']);
});

test('a share that is more than nothing is never 0%', () => {
  equal([0, 0.0001, 0.1234, 1, -0.05, NaN].map(percent),
      ['0%', '<0.1%', '12.3%', '100.0%', '\u22125.0%', '\u2013']);
  equal([0.5, 0.0025].map(percentTick), ['50%', '0.25%']);
});

test('one is not many', () => {
  equal([0, 1, 1.2, 2345].map((n) => counted(n, 'step')), ['0 steps', '1 step', '1 step', '2,345 steps']);
});
