import type { PlacedLabel } from '../layers/place-labels.ts';

/** A ring that pulses until its incident is acknowledged, at a place on the screen. */
export interface Pulse {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

/**
 * Labels as real text above the map: crisp in both scripts, selectable by tests and assistive technology, and free for the GPU.
 * Owns everything below `root`; elements are reused by id.
 */
export interface LabelOverlay {
  show(labels: readonly PlacedLabel[], pulses: readonly Pulse[]): void;
  clear(): void;
}

/** Shortest beat of a pulse that is not animated. */
const BEAT_MS = 900;

/** An empty overlay inside `root`. */
export function createLabelOverlay(root: HTMLElement): LabelOverlay {
  const labels = new Map<string, { readonly element: HTMLElement; content: string }>();
  const pulses = new Map<string, HTMLElement>();
  let beatAt = 0;
  /** Rides on frames that are drawn anyway: a timer of its own would make the processor compose the window twice as often. */
  const keepBeat = (): void => {
    if (pulses.size === 0 || root.dataset['gpu'] !== 'software' || performance.now() - beatAt < BEAT_MS)
      return;
    beatAt = performance.now();
    root.dataset['beat'] = root.dataset['beat'] === '1' ? '0' : '1';
  };
  return {
    show: (placed, pulsing) => {
      const seen = new Set<string>();
      for (const item of placed) {
        seen.add(item.label.id);
        showLabel(root, labels, item);
      }
      for (const [id, { element }] of labels) {
        if (seen.has(id)) continue;
        element.remove();
        labels.delete(id);
      }
      showPulses(root, pulses, pulsing);
      keepBeat();
    },
    clear: () => {
      root.replaceChildren();
      labels.clear();
      pulses.clear();
    },
  };
}

function showLabel(
  root: HTMLElement,
  labels: Map<string, { readonly element: HTMLElement; content: string }>,
  { label, x, y }: PlacedLabel,
): void {
  let held = labels.get(label.id);
  if (held === undefined) {
    const element = document.createElement('div');
    element.className = 'map-label';
    element.dataset['target'] = label.id;
    root.append(element);
    held = { element, content: '' };
    labels.set(label.id, held);
  }
  const content = JSON.stringify([label.lines, label.boxColor]);
  if (content !== held.content) {
    held.content = content;
    held.element.replaceChildren(
      ...label.lines.map((line, row) => lineOf(line, row === 0 ? label.boxColor : undefined)),
    );
    held.element.classList.toggle('map-label-exit', label.boxColor !== undefined);
  }
  held.element.style.transform = `translate(${x}px, ${y}px)`;
}

function lineOf(line: PlacedLabel['label']['lines'][number], boxColor: string | undefined): HTMLElement {
  const element = document.createElement('div');
  element.className = 'map-label-line';
  for (const [i, { text, color, weight, sizePx }] of line.entries()) {
    const run = document.createElement('span');
    run.textContent = text;
    run.style.color = color;
    run.style.fontWeight = String(weight);
    run.style.fontSize = `${sizePx}px`;
    if (i === 0 && boxColor !== undefined) {
      run.className = 'map-label-box';
      run.style.borderColor = boxColor;
    }
    element.append(run);
  }
  return element;
}

function showPulses(root: HTMLElement, held: Map<string, HTMLElement>, pulses: readonly Pulse[]): void {
  const wanted = new Set(pulses.map(({ id }) => id));
  for (const [id, element] of held) {
    if (wanted.has(id)) continue;
    element.remove();
    held.delete(id);
  }
  for (const { id, x, y } of pulses) {
    let element = held.get(id);
    if (element === undefined) {
      element = document.createElement('div');
      element.className = 'map-pulse';
      element.append(document.createElement('i'));
      root.prepend(element);
      held.set(id, element);
    }
    element.style.transform = `translate(${x}px, ${y}px)`;
  }
}
