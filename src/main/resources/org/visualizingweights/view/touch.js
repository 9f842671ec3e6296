// Fingers on a chart: two zoom, one moves sideways. Up and down the page scrolls, as anywhere.

/** Fingers are no nearer to each other than this, in pixels. */
const FAT = 24;

/** A finger that moves less taps. */
const SLACK = 8;

/**
 * The steps that were under the fingers stay under them. In the style sheet, `touch-action: pan-y`
 * leaves to the browser what goes up or down; it then says that the gesture is cancelled.
 *
 * @param element what is drawn on
 * @param rangeNow gives {from, to}, the first and the last step on it
 * @param onmove called with (from, to, 'pinch' or 'pan') as the fingers move
 */
export function listenToTouch(element, rangeNow, onmove) {
  const fingers = new Map();
  let held = null;

  /** Where fingers are, in pixels from the left, and how far they are apart. */
  const place = () => {
    const [a, b = a] = [...fingers.values()];
    return {
      middle: (a.x + b.x) / 2 - element.getBoundingClientRect().left,
      apart: fingers.size > 1 ? Math.max(FAT, Math.hypot(a.x - b.x, a.y - b.y)) : FAT,
    };
  };
  const hold = () => {
    held = null;
    if (fingers.size === 1 || fingers.size === 2) {
      const {from, to} = rangeNow();
      const stepsPerPixel = (to - from + 1) / element.clientWidth;
      const {middle, apart} = place();
      held = {step: from + middle * stepsPerPixel, stepsPerPixel, apart, middle, moved: false};
    }
  };
  const drop = (event) => fingers.delete(event.pointerId) && hold();

  element.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'touch') {
      fingers.set(event.pointerId, {x: event.clientX, y: event.clientY});
      hold();
    }
  });
  element.addEventListener('pointermove', (event) => {
    if (!fingers.has(event.pointerId)) {
      return;
    }
    fingers.set(event.pointerId, {x: event.clientX, y: event.clientY});
    if (held === null) {
      return;
    }
    const {middle, apart} = place();
    if (fingers.size > 1 || held.moved || Math.abs(middle - held.middle) >= SLACK) {
      held.moved = true;
      const stepsPerPixel = held.stepsPerPixel * held.apart / apart;
      const from = held.step - middle * stepsPerPixel;
      const to = from + element.clientWidth * stepsPerPixel - 1;
      onmove(from, to, fingers.size > 1 ? 'pinch' : 'pan');
    }
  });
  for (const end of ['pointerup', 'pointercancel']) {
    element.addEventListener(end, drop);
  }
}
