import {equal, test} from 'test/check.js';
import {rowTicks} from 'view/ticks.js';

/** So many equal rows from low to high. */
function rows(low, high, bins) {
  const edge = (i) => low + (high - low) * i / bins;
  return Array.from({length: bins}, (_, i) => ({from: edge(i), to: edge(i + 1)}));
}

const labels = (low, high, pixels = 3) => rowTicks(rows(low, high, 40), pixels).map(({label}) => label);

test('the ends of a range are named, and round values between them', () => {
  equal(labels(-3, 3), ['\u22123', '\u22122', '0', '2', '3']);
  equal(labels(0, 10), ['0', '5', '10']);
  equal(labels(-1, 1), ['\u22121', '\u22120.5', '0', '0.5', '1']);
});

test('a round value that has no room beside an end is not named', () => {
  equal(labels(-0.4, 7.3), ['\u22120.4', '2', '4', '6', '7.3']);
  equal(labels(-5.1, 5.1), ['\u22125.1', '0', '5.1']);
});

test('a low strip has its ends named alone', () => {
  equal(labels(0, 10, 1), ['0', '10']);
});

test('a name stands where its value is', () => {
  equal(rowTicks(rows(-3, 3, 40), 3).map(({row}) => Math.round(row * 10) / 10), [0, 6.7, 20, 33.3, 40]);
});
