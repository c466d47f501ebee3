import type { Actions } from '../store/actions.ts';
import type { IntentStore } from '../store/intent.ts';
import { type KeyIntent, keyIntent } from './keyboard.ts';
import { runKey, runOverlayKey } from './run-key.ts';

const WORKSPACE_WAIT_MS = 1500;
/** What keys do while a board is shown. */
const BOARD_KEYS: ReadonlySet<KeyIntent['do']> = new Set([
  'walk',
  'go',
  'await-workspace',
  'palette',
  'keys',
  'mute',
  'live',
  'play-pause',
  'step',
  'speed',
]);
const TEXT_INPUTS: ReadonlySet<string> = new Set([
  'text',
  'search',
  'number',
  'tel',
  'url',
  'email',
  'password',
]);

/** Whether an element takes text, so that letters belong to it. */
function takesText(element: Element | null): boolean {
  if (element instanceof HTMLTextAreaElement) return true;
  if (element instanceof HTMLInputElement) return TEXT_INPUTS.has(element.type);
  // a list in a form is walked and searched by its own keys
  if (element instanceof HTMLSelectElement) return element.form !== null;
  return element instanceof HTMLElement && element.isContentEditable;
}

/** What a key does to the field it was pressed in; true when it goes on to mean what it means elsewhere. */
function leavesText(found: KeyIntent, field: HTMLElement): boolean {
  if (found.do === 'submit') field.closest('form')?.requestSubmit();
  if (found.do === 'cancel') field.blur();
  return found.do === 'palette';
}

function isPlain(event: KeyboardEvent): boolean {
  return !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
}

/** Whether a panel that lies open over the map took the key. */
function isPanelKey(event: KeyboardEvent, { roads, seal, joint, standby }: Actions): boolean {
  return roads.key(event) || seal.key(event) || joint.key(event) || standby.key(event);
}

/** One listener for the window; returns how to stop it. Capture phase, so that a focused button never eats Enter or Space. */
export function listenKeys(target: Window, intent: IntentStore, actions: Actions): () => void {
  let awaitingUntilMs = 0;
  const onKeyDown = (event: KeyboardEvent): void => {
    const { overlay } = intent.getState();
    const active = target.document.activeElement;
    if (overlay !== undefined) {
      // Esc ends the word that an input method composes, not the sheet it is typed into.
      if (event.isComposing) return;
      if (runOverlayKey(event, overlay, actions)) event.preventDefault();
      return;
    }
    const isInText = takesText(active);
    // When it was pressed, not when a busy window (a map opening) came round to it.
    const pressedMs = event.timeStamp;
    // a board shows no map, so nothing that lies open over it may take a key, and none may act on a selection
    const isOnBoard = intent.getState().boardRows !== undefined;
    const isFree = !isInText && !isOnBoard && pressedMs >= awaitingUntilMs;
    if (isFree && isPlain(event) && isPanelKey(event, actions)) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    const found = keyIntent(event, { isInText, isAwaitingWorkspace: pressedMs < awaitingUntilMs });
    awaitingUntilMs = found?.do === 'await-workspace' ? pressedMs + WORKSPACE_WAIT_MS : 0;
    if (found === undefined) return;
    if (isOnBoard && !BOARD_KEYS.has(found.do)) return;
    event.preventDefault();
    event.stopPropagation();
    if (isInText && active instanceof HTMLElement && !leavesText(found, active)) return;
    runKey(found, actions);
  };
  // An armed second key must not survive a wait or a look elsewhere.
  const disarm = (): void => intent.setState({ armed: undefined });
  target.addEventListener('keydown', onKeyDown, { capture: true });
  target.addEventListener('blur', disarm);
  return () => {
    target.removeEventListener('keydown', onKeyDown, { capture: true });
    target.removeEventListener('blur', disarm);
  };
}
