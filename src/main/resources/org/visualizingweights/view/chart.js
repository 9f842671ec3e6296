// What all pictures have in common: one axis of steps, one cursor, zooming, the ends of epochs.
import uPlot from 'uplot';
import {listenToTouch} from 'view/touch.js';

/** Left of every picture, for its axis, and right of it; so that steps are under each other. */
export const LEFT = 66;
export const RIGHT = 10;
const STEPS_HEIGHT = 24;
const STEPS_LABEL = 17;
/** Above and below a plot, for the halves of its outermost labels. */
const MARGIN = 7;
const DRAG_AT_LEAST = 5;

/** Steps between labels. */
const WHOLE = Array.from({length: 27}, (_, i) => [1, 2, 5][i % 3] * 10 ** Math.floor(i / 3));

/** The charts that are zoomed together and share a cursor. Steps are what they agree on. */
export class Group {
  #charts = new Set();
  range = {from: 0, to: 1};
  step = null;
  /** What to do as the reader points, picks, zooms or pans; set by whoever has the group. */
  onpoint = () => {};
  onzoom = () => {};
  onreset = () => {};
  onpick = () => {};

  add(chart) {
    this.#charts.add(chart);
  }

  remove(chart) {
    this.#charts.delete(chart);
  }

  setRange(from, to) {
    this.range = {from, to};
    this.#charts.forEach((chart) => chart.rangeChanged());
    this.setStep(this.step);
  }

  /** Puts the cursor of every chart on a step; null: on none. */
  setStep(step, except = null) {
    this.step = step;
    this.#charts.forEach((chart) => chart !== except && chart.moveCursor(step));
  }

  redraw() {
    this.#charts.forEach((chart) => chart.redraw());
  }
}

/** Colours of the page, for what is drawn on a canvas. */
export function ink(element) {
  const style = getComputedStyle(element);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    text: colour('text'),
    faint: colour('faint'),
    grid: colour('grid'),
    ground: colour('ground'),
    outside: colour('outside'),
    broken: colour('broken'),
    epoch: colour('epoch'),
    font: `12px ${style.fontFamily}`,
  };
}

/** A uPlot over steps. */
export class Chart {
  #group;
  #resized;
  #seen;
  #marks = [];
  #height;
  #pointedAt = false;
  #visible = true;
  #due = null;

  /**
   * @param options height of the plot in pixels; y: uPlot's scale; axis: what is special about its
   *     y axis; series; showSteps: whether it has an axis of steps; draw(chart, context, box);
   *     epochColour: name of an ink
   */
  constructor(host, group, {height, y, axis, series, bands, showSteps, draw, epochColour, cursorY}) {
    this.host = host;
    this.#group = group;
    this.#height = height + 2 * MARGIN + (showSteps ? STEPS_HEIGHT + STEPS_LABEL : 0);
    this.ink = ink(host);
    const {text, grid, font} = this.ink;
    const steps = {
      scale: 'x',
      show: showSteps,
      size: STEPS_HEIGHT,
      stroke: text,
      font,
      labelFont: font,
      label: 'training step',
      labelSize: STEPS_LABEL,
      labelGap: 0,
      gap: 2,
      grid: {show: false},
      ticks: {stroke: grid, size: 4},
      incrs: WHOLE,
      values: (u, splits) => splits.map((step) => step.toLocaleString('en')),
    };
    this.plot = new uPlot({
      width: Math.max(120, host.clientWidth),
      height: this.#height,
      padding: [MARGIN, RIGHT, MARGIN, 0],
      legend: {show: false},
      scales: {x: {time: false, range: () => this.#limits()}, y},
      axes: [steps, {
        scale: 'y', size: LEFT, stroke: text, font, gap: 3,
        grid: {stroke: grid, width: 1}, ticks: {stroke: grid, size: 4}, labelFont: font, ...axis,
      }],
      series: [{}, ...series],
      bands,
      cursor: {
        y: cursorY,
        points: cursorY ? {show: false} : {size: 6},
        drag: {x: true, y: false, setScale: false, dist: DRAG_AT_LEAST},
        bind: {dblclick: () => () => group.onreset()},
      },
      hooks: {
        drawClear: draw ? [(u) => draw(this, u.ctx, u.bbox)] : [],
        draw: [(u) => this.#drawEpochs(u, this.ink[epochColour])],
        setCursor: [(u) => this.#pointed(u)],
        setSelect: [(u) => this.#selected(u)],
      },
    }, [[], ...series.map(() => [])], host);
    this.plot.over.addEventListener('wheel', (event) => this.#wheel(event), {passive: false});
    listenToTouch(this.plot.over, () => group.range, (...to) => group.onzoom(...to));
    this.plot.over.addEventListener('mouseenter', () => {
      this.#pointedAt = true;
    });
    this.plot.over.addEventListener('mouseleave', () => {
      this.#pointedAt = false;
      group.onpoint(this, null, null);
    });
    let pressedAt = 0;
    this.plot.over.addEventListener('mousedown', (event) => {
      pressedAt = event.clientX;
    });
    this.plot.over.addEventListener('click', (event) => {
      if (Math.abs(event.clientX - pressedAt) < DRAG_AT_LEAST) {
        group.onpick(this.#stepAt(this.plot.cursor.left));
      }
    });
    this.#resized = new ResizeObserver(() => this.#resize());
    this.#resized.observe(host);
    this.#seen = new IntersectionObserver((entries) => this.#seenNow(entries.at(-1).isIntersecting),
        {rootMargin: '200px'});
    this.#seen.observe(host);
    group.add(this);
  }

  destroy() {
    this.#group.remove(this);
    this.#resized.disconnect();
    this.#seen.disconnect();
    this.plot.destroy();
  }

  /** @param lastSteps of the epochs that have ended */
  setMarks(lastSteps) {
    this.#marks = lastSteps;
  }

  setData(data) {
    this.#due = {data};
    this.#draw();
  }

  rangeChanged() {
    this.#due ??= {data: null};
    this.#draw();
  }

  /** What nobody sees is drawn when it comes into view. */
  #draw() {
    if (!this.#visible || this.#due === null) {
      return;
    }
    const {data} = this.#due;
    this.#due = null;
    if (data) {
      this.plot.setData(data, true);
    } else {
      this.plot.setScale('x', this.#group.range);
    }
    if (this.#pointedAt) {
      this.#pointed(this.plot);
    } else {
      this.moveCursor(this.#group.step);
    }
  }

  #seenNow(visible) {
    this.#visible = visible;
    this.#draw();
    if (visible) {
      this.moveCursor(this.#group.step);
    }
  }

  redraw() {
    this.ink = ink(this.host);
    const {text, grid} = this.ink;
    for (const axis of this.plot.axes) {
      axis.stroke = () => text;
      axis.grid.stroke = () => grid;
      axis.ticks.stroke = () => grid;
    }
    this.plot.redraw(false, false);
  }

  /** Puts the cursor on a step, at some height from the top, without telling anybody. */
  moveCursor(step, top = -10) {
    if (!this.#visible || (this.#pointedAt && top < 0)) {
      return;
    }
    const {from, to} = this.#group.range;
    const inside = step !== null && step >= from - 0.5 && step <= to + 0.5;
    const left = (step - from + 0.5) / (to - from + 1) * this.#width;
    this.plot.setCursor(inside ? {left, top: Math.max(0, top)} : {left: -10, top: -10}, false);
    this.plot.root.classList.toggle('elsewhere', top < 0);
  }

  /** Where a step is drawn, in pixels of the canvas. */
  x(step) {
    return this.plot.valToPos(step, 'x', true);
  }

  #limits() {
    const {from, to} = this.#group.range;
    return [from - 0.5, to + 0.5];
  }

  /** Of what is drawn in, in CSS pixels. */
  get #width() {
    return this.plot.bbox.width / uPlot.pxRatio;
  }

  #stepAt(left) {
    const {from, to} = this.#group.range;
    return from - 0.5 + left / this.#width * (to - from + 1);
  }

  #pointed(u) {
    if (!this.#pointedAt || !(u.cursor.left >= 0)) {
      return;
    }
    u.root.classList.remove('elsewhere');
    this.#group.onpoint(this, this.#stepAt(u.cursor.left), u.cursor.top);
  }

  #selected(u) {
    const {left, width} = u.select;
    if (width >= DRAG_AT_LEAST) {
      u.setSelect({left: 0, top: 0, width: 0, height: 0}, false);
      this.#group.onzoom(this.#stepAt(left), this.#stepAt(left + width), 'drag');
    }
  }

  /** With Ctrl or Command: zoom, as in maps; sideways or with Shift: pan; else the page scrolls. */
  #wheel(event) {
    const {from, to} = this.#group.range;
    const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
    if (event.ctrlKey || event.metaKey) {
      const about = this.#stepAt(event.offsetX);
      const factor = Math.exp(Math.max(-1, Math.min(1, event.deltaY / 200)));
      this.#group.onzoom(about - (about - from) * factor, about + (to - about) * factor, 'wheel');
    } else if (Math.abs(sideways) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
      const by = sideways * (to - from) / this.plot.over.clientWidth;
      this.#group.onzoom(from + by, to + by, 'pan');
    } else {
      return;
    }
    event.preventDefault();
  }

  #drawEpochs(u, colour) {
    const {left, top, width, height} = u.bbox;
    const visible = this.#marks.map((step) => this.x(step + 0.5))
        .filter((x) => x > left + 1 && x < left + width - 1);
    if (visible.length > width / 12) {
      return;
    }
    u.ctx.fillStyle = colour;
    for (const x of visible) {
      u.ctx.fillRect(Math.round(x) - 0.5, top, uPlot.pxRatio, height);
    }
  }

  #resize() {
    const width = Math.max(120, this.host.clientWidth);
    if (width !== this.plot.width) {
      this.plot.setSize({width, height: this.#height});
      this.moveCursor(this.#group.step);
    }
  }
}
