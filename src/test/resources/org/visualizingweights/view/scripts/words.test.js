import {equal, test} from 'test/check.js';
import {epochOf, stepText} from 'view/words.js';

const EPOCHS = [{epoch: 1, lastStep: 3}, {epoch: 2, lastStep: 9}];
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

test('of several epochs in one row, each is taken to be as long as the others', () => {
  const run = {epochs: [{epoch: 4, lastStep: 39}, {epoch: 6, lastStep: 59}], epochsPlanned: 8};
  equal([0, 9, 10, 39, 40, 49, 50, 59, 60].map((step) => epochOf(run, step)),
      [1, 1, 2, 4, 5, 5, 6, 6, 7]);
});
