import {equal, test} from 'test/check.js';
import {DEFAULTS, format, parse} from 'view/state.js';

test('an empty address is the view as it is by default', () => {
  equal(parse(''), {...DEFAULTS});
  equal(parse('#'), {...DEFAULTS});
  equal(format(DEFAULTS), '');
});

test('a view is found again from its address', () => {
  const view = {...DEFAULTS, a: 'runs of mine/2026-11-23T10-15-30Z', b: 'a+b=c&d#e/é', from: 10, to: 20,
    compare: 'difference', scale: 'magnitudes', colour: 'linear', shared: false, step: 12,
    layers: ['conv1', 'head.linear']};
  equal(parse('#' + format(view)), view);
});

test('names of runs stay readable in the address', () => {
  equal(format({...DEFAULTS, a: 'untrained/2026-11-23T10-15-30Z'}), 'a=untrained/2026-11-23T10-15-30Z');
});

test('what makes no sense is as if it were not there', () => {
  equal(parse('#compare=up&scale=&colour=pink&from=-1&to=x&step=1e3&last=0&unknown=1'), {...DEFAULTS});
  equal(parse('#__proto__=1&constructor=2'), {...DEFAULTS});
});

test('from after to is no range', () => {
  equal(parse('#from=20&to=10'), {...DEFAULTS});
});

test('steps from and to come before the newest ones', () => {
  equal(parse('#from=5&last=100'), {...DEFAULTS, from: 5});
  equal(parse('#last=100'), {...DEFAULTS, last: 100});
});
