import {equal, test} from 'test/check.js';
import {stepsText, titlesOf} from 'view/runs.js';

const now = new Date().getFullYear();

/** Titles of runs that began then, in the order in which they are given. */
function titles(...starts) {
  const runs = starts.map((started, i) => ({id: `a/${i}`, experiment: 'a', started, name: null}));
  return [...titlesOf(runs).values()];
}

test('a run is told by the minute, and of another year by the year', () => {
  const [here, before] = titles(`${now}-06-01T10:00:00`, '2019-06-01T10:00:00');
  equal([here.includes('10:00:'), here.includes(String(now)), before.includes('2019')],
      [false, false, true]);
});

test('runs of one minute are told by the second, and no others', () => {
  const all = titles(`${now}-06-01T10:00:00`, `${now}-06-01T10:00:14`, `${now}-06-01T10:01:00`);
  equal(all.map((title) => /:\d\d:\d\d/.test(title)), [true, true, false]);
  equal(new Set(all).size, 3);
});

test('runs of one second, and those that began nobody knows when, are told by their ids', () => {
  equal(new Set(titles(`${now}-06-01T10:00:00`, `${now}-06-01T10:00:00`, null, null)).size, 4);
});

test('how many steps are to come is said where it is known', () => {
  const text = (status, stepsDone, stepsPlanned) => stepsText({status, stepsDone, stepsPlanned});
  equal([text('running', 120, 1638), text('finished', 1638, 1638), text('interrupted', 120, 1638)],
      ['step 120 of 1,638', '1,638 steps', 'step 120 of 1,638']);
  equal([text('running', 120, 0), text('finished', 1, 0), text('interrupted', 120, 0)],
      ['step 120', '1 step', '120 steps']);
});
