import {equal, test} from 'test/check.js';
import {activationTable, csv, epochTable, parameterTable} from 'view/tables.js';

const NAMES = ['iteration', 'epoch', 'loss', 'vertex', 'total', 'dead', 'bin 0.0 to 1.0',
  'bin 1.0 to 2.0', 'magnitudes'];

function range(steps) {
  return {start: [4, 8], steps, loss: {mean: [0.5, 'NaN']}, vertices: [
    {name: 'conv1', total: [3, 2], dead: null, channels: null, counts: [[1, 2], [2, 0]]}]};
}

const MAGNITUDES = {vertices: [{
  classes: [{from: -4, to: -2}, {from: 0, to: 0}, {from: 0, to: 2 ** -23}, {from: 1, to: 2}],
  counts: [[1, 1, 0, 1], [0, 0, 2, 0]]}]};

const RUN = {epochs: [{epoch: 1, lastStep: 5}]};

test('a row has what the server would write of a step', () => {
  const {columns, rows} = activationTable(NAMES, RUN, range([1, 1]), MAGNITUDES);
  equal(columns, NAMES);
  equal(rows, [[4, 1, 0.5, 'conv1', 3, '', 1, 2, '-2^1:1 0:1 2^0:1'],
    [8, 2, 'NaN', 'conv1', 2, '', 2, 0, '2^-24:2']]);
});

test('a step of which nobody knows an epoch has none in the table', () => {
  const {rows} = activationTable(NAMES, {...RUN, epochsPlanned: 0}, range([1, 1]), MAGNITUDES);
  equal(rows.map(([, epoch]) => epoch), [1, '']);
});

test('where a column is of several steps the table says of how many', () => {
  const {columns, rows} = activationTable(NAMES, RUN, range([4, 3]), MAGNITUDES);
  equal([columns.at(-1), ...rows.map((row) => row.at(-1))], ['steps', 4, 3]);
});

test('norms are those of the steps in view', () => {
  const layer = {name: 'conv1', group: 'conv1', frozen: false, learningRate: 0.1, startNorm: 2,
    weight: [5, 6], change: [0, 0.25]};
  const names = ['iteration', 'layer', 'learning_rate', 'weight', 'distance'];
  equal(parameterTable(names, {steps: [0, 1], layers: [layer]}, 1, 9).rows, [[1, 'conv1', 0.1, 6, 0.5]]);
});

test('an epoch is in the table where it ended among the steps in view', () => {
  const epochs = [1, 2, 3].map((epoch) =>
      ({epoch, lastStep: 10 * epoch - 1, trainLoss: 0.5, validLoss: null, errorRate: null, seconds: 2}));
  equal(epochTable({epochs}, 10, 19).rows, [[2, 19, 0.5, '', '', 2]]);
});

test('a table of text is as RFC 4180 has it', () => {
  equal(csv({columns: ['a', 'b'], rows: [[1, 'x,"y"']]}), 'a,b\r\n1,"x,""y"""\r\n');
});
