import type { Workspace } from '../store/actions.ts';

/** The parts of a KeyboardEvent that matter; `code` is the physical key, so it survives any input method (keydown 229). */
export interface KeyPress {
  readonly code: string;
  readonly isComposing: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly repeat: boolean;
}

/** What a key asks for. */
export type KeyIntent =
  | { readonly do: 'walk'; readonly step: 1 | -1 }
  | { readonly do: 'pick'; readonly row: number }
  | { readonly do: 'override'; readonly nth: number }
  | { readonly do: 'go'; readonly workspace: Workspace }
  | { readonly do: 'step'; readonly direction: 'next' | 'previous' }
  | { readonly do: 'speed'; readonly step: 1 | -1 }
  | {
      readonly do:
        | 'enter'
        | 'acknowledge'
        | 'recall'
        | 'radio'
        | 'note'
        | 'report'
        | 'find'
        | 'exits'
        | 'meeting'
        | 'seal'
        | 'joint'
        | 'standby'
        | 'roads'
        | 'left'
        | 'agreed'
        | 'dispose'
        | 'approach'
        | 'fit'
        | 'play-pause'
        | 'live'
        | 'palette'
        | 'keys'
        | 'mute'
        | 'cancel'
        | 'submit'
        | 'await-workspace';
    };

/** Where the press happened. */
export interface KeyContext {
  /** The focus is in a field that takes text. */
  readonly isInText: boolean;
  /** `G` was the last key. */
  readonly isAwaitingWorkspace: boolean;
}

const PLAIN: Readonly<Record<string, KeyIntent>> = {
  KeyJ: { do: 'walk', step: 1 },
  ArrowDown: { do: 'walk', step: 1 },
  KeyK: { do: 'walk', step: -1 },
  ArrowUp: { do: 'walk', step: -1 },
  KeyA: { do: 'acknowledge' },
  Enter: { do: 'enter' },
  NumpadEnter: { do: 'enter' },
  KeyR: { do: 'recall' },
  KeyU: { do: 'radio' },
  KeyN: { do: 'note' },
  KeyD: { do: 'dispose' },
  KeyP: { do: 'approach' },
  KeyF: { do: 'fit' },
  KeyM: { do: 'mute' },
  KeyT: { do: 'report' },
  KeyZ: { do: 'override', nth: 0 },
  KeyX: { do: 'override', nth: 1 },
  KeyC: { do: 'override', nth: 2 },
  KeyV: { do: 'override', nth: 3 },
  KeyQ: { do: 'find' },
  KeyE: { do: 'exits' },
  KeyB: { do: 'meeting' },
  KeyS: { do: 'seal' },
  KeyH: { do: 'joint' },
  KeyI: { do: 'standby' },
  KeyO: { do: 'roads' },
  KeyL: { do: 'left' },
  KeyY: { do: 'agreed' },
  KeyG: { do: 'await-workspace' },
  Space: { do: 'play-pause' },
  Comma: { do: 'step', direction: 'previous' },
  Period: { do: 'step', direction: 'next' },
  BracketLeft: { do: 'speed', step: -1 },
  BracketRight: { do: 'speed', step: 1 },
  Home: { do: 'live' },
};

const WORKSPACE_KEYS: Readonly<Record<string, Workspace>> = {
  KeyD: 'dispatch',
  KeyW: 'wall',
  KeyB: 'briefing',
  KeyT: 'townships',
  KeyF: 'wind',
};
const REPEATABLE: ReadonlySet<KeyIntent['do']> = new Set(['walk', 'step']);

/**
 * The meaning of a key press, or undefined. Outside text fields keys count by `code` even while an input method swallows them
 * (`key` is then "Process"); inside text fields only Esc and Ctrl+Enter count, and not while a word is being composed.
 */
export function keyIntent(press: KeyPress, context: KeyContext): KeyIntent | undefined {
  const isCtrl = press.ctrlKey || press.metaKey;
  if (isCtrl && press.code === 'KeyK' && !press.altKey && !press.shiftKey) return { do: 'palette' };
  if (context.isInText) return textFieldIntent(press, isCtrl);
  if (isCtrl || press.altKey) return undefined;
  if (press.code === 'Escape') return { do: 'cancel' };
  if (press.shiftKey) return press.code === 'Slash' ? { do: 'keys' } : undefined;
  if (context.isAwaitingWorkspace) {
    const workspace = WORKSPACE_KEYS[press.code];
    return workspace === undefined ? undefined : { do: 'go', workspace };
  }
  const row = /^(?:Digit|Numpad)([1-9])$/u.exec(press.code)?.[1];
  const intent = row === undefined ? PLAIN[press.code] : ({ do: 'pick', row: Number(row) } as const);
  return intent !== undefined && press.repeat && !REPEATABLE.has(intent.do) ? undefined : intent;
}

function textFieldIntent(press: KeyPress, isCtrl: boolean): KeyIntent | undefined {
  if (press.isComposing) return undefined;
  if (press.code === 'Escape') return { do: 'cancel' };
  return isCtrl && (press.code === 'Enter' || press.code === 'NumpadEnter') ? { do: 'submit' } : undefined;
}
