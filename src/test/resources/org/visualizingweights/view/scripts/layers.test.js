import {equal, test} from 'test/check.js';
import {firsts} from 'view/layers.js';

test('a layer of each group is drawn, and the last of all', () => {
  equal(firsts(new Map([['conv1', ['conv1', 'bn1']], ['conv2_x', ['a.bn1', 'a.conv1']],
    ['head', ['linear', 'logits']]])), ['conv1', 'a.conv1', 'linear', 'logits']);
  equal(firsts(new Map([['dense', ['dense']]])), ['dense']);
  equal(firsts(new Map()), []);
});

test('of many groups some are drawn, from the first to the last', () => {
  const picked = firsts(new Map(Array.from({length: 100}, (_, i) => [`v${i}`, [`v${i}`]])));
  equal([picked.length, new Set(picked).size, picked[0], picked[1], picked.at(-1)],
      [12, 12, 'v0', 'v9', 'v99']);
});
