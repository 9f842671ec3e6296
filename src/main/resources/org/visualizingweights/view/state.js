// What is looked at, as the fragment of the address: a link shows the same again.

export const DEFAULTS = Object.freeze({
  /** The run, and one to compare it with. */
  a: null,
  b: null,
  /** How two runs are shown: 'side' by side, or as their 'difference'. */
  compare: 'side',
  /** Steps from and to; null: from the first, to the last. */
  from: null,
  to: null,
  /** Instead of these: so many steps up to the newest one, whichever that is by now. */
  last: null,
  /** Rows: 'range' or 'magnitudes'. */
  scale: 'range',
  /** Colours: 'log' or 'linear'. */
  colour: 'log',
  /** One colour scale for all strips. */
  shared: true,
  /** The step that is pointed at; null: none. */
  step: null,
  /** Layers whose norms are drawn; null: a choice of the page's. */
  layers: null,
});

/** The part of a view that shows all steps. */
export const ALL_STEPS = Object.freeze({from: null, to: null, last: null});

const CHOICES = {
  compare: ['side', 'difference'],
  scale: ['range', 'magnitudes'],
  colour: ['log', 'linear'],
};

/** The view of a fragment; what makes no sense in it is as if it were not there. */
export function parse(fragment) {
  const view = {...DEFAULTS};
  for (const [key, text] of new URLSearchParams(fragment.replace(/^#/, '').replaceAll('+', '%2B'))) {
    if (key === 'a' || key === 'b') {
      view[key] = text || null;
    } else if (Object.hasOwn(CHOICES, key) && CHOICES[key].includes(text)) {
      view[key] = text;
    } else if (['from', 'to', 'step'].includes(key) && /^\d{1,15}$/.test(text)) {
      view[key] = Number(text);
    } else if (key === 'last' && /^[1-9]\d{0,14}$/.test(text)) {
      view.last = Number(text);
    } else if (key === 'shared') {
      view.shared = text !== '0';
    } else if (key === 'layers') {
      view.layers = text.split(',').filter((name) => name !== '');
    }
  }
  if (view.from !== null && view.to !== null && view.from > view.to) {
    view.from = view.to = null;
  }
  if (view.from !== null || view.to !== null) {
    view.last = null;
  }
  return view;
}

/** The fragment of a view: what is as it is by default is left out. */
export function format(view) {
  return Object.entries(view)
      .filter(([key, value]) => value !== DEFAULTS[key] && value !== null)
      .map(([key, value]) => `${key}=${encode(value === false ? '0' : String(value))}`)
      .join('&');
}

function encode(text) {
  return encodeURIComponent(text).replace(/%(2F|3A|2C)/g, decodeURIComponent);
}

/** Fragments may name a place of the page, too. */
function isView(fragment) {
  return fragment.length <= 1 || fragment.includes('=');
}

/** Keeps the address at what is looked at, and tells when the reader goes back or forth. */
export class Address {
  #last = {kind: '', time: 0};

  /** @param onmove called with the view that the reader went to */
  constructor(onmove) {
    window.addEventListener('popstate', () => {
      if (isView(location.hash)) {
        onmove(this.view());
      }
    });
  }

  /** Whether the address asks for a view, rather than for nothing or a place of the page. */
  get asks() {
    return location.hash.includes('=');
  }

  view() {
    return parse(location.hash);
  }

  /** Zooming in ten steps of the wheel is one step back; pointing at things is none. */
  set(view, kind) {
    const url = '#' + format(view);
    if (url === location.hash || (url === '#' && location.hash === '')) {
      return;
    }
    const now = performance.now();
    const goesOn = kind === this.#last.kind && now - this.#last.time < 1000;
    if (kind === 'point' || goesOn) {
      history.replaceState(null, '', url);
    } else {
      history.pushState(null, '', url);
    }
    if (kind !== 'point') {
      this.#last = {kind, time: now};
    }
  }
}
