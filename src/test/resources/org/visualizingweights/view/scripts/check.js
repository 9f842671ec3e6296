// What the tests of the page's modules say with.

const tests = [];

/** States that something is so: `body` throws where it is not. */
export function test(name, body) {
  tests.push({name, body});
}

/** Both are the same, NaN and all that is inside included. */
export function equal(actual, expected) {
  const [a, e] = [actual, expected].map(text);
  if (a !== e) {
    throw new Error(`${a} is not ${e}`);
  }
}

/** Within a billionth of what is expected. */
export function close(actual, expected) {
  if (!(Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected)))) {
    throw new Error(`${actual} is not about ${expected}`);
  }
}

function text(value) {
  return JSON.stringify(value, (key, x) =>
      (typeof x === 'number' && !Number.isFinite(x) ? String(x) : x === undefined ? 'undefined' : x));
}

/** Runs all tests that were stated: {name, error}, the error null where it holds. */
export function run() {
  return tests.map(({name, body}) => {
    try {
      body();
      return {name, error: null};
    } catch (error) {
      return {name, error: error.message};
    }
  });
}
