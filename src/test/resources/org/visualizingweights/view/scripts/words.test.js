import {equal, test} from 'test/check.js';
import {epochOf, stepText} from 'view/words.js';

const EPOCHS = [{lastStep: 3}, {lastStep: 9}];
const COLUMNS = {start: [0, 10], steps: [10, 1], per: 10, every: 1, to: 10, loss: {mean: [0.5, 1]}};

test('a step is of the epoch that ends next', () => {
  const run = {epochs: EPOCHS, epochsPlanned: 3};
  equal([0, 3, 4, 9, 10].map((step) => epochOf(run, step)), [1, 1, 2, 2, 3]);
});

test('after the last epoch that ended nobody knows one, where none is planned', () => {
  const run = {epochs: EPOCHS, epochsPlanned: 0};
  equal([0, 3, 4, 9, 10].map((step) => epochOf(run, step)), [1, 1, 2, 2, null]);
  equal(epochOf({epochs: [], epochsPlanned: 0}, 0), null);
  equal(stepText(COLUMNS, run, 0), 'steps 0 to 9, epoch 1 \u00b7 loss 0.5');
  equal(stepText(COLUMNS, run, 10), 'step 10 \u00b7 loss 1');
});
