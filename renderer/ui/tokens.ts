/**
 * Design tokens for everything that is not CSS (canvas, deck.gl). tokens.css holds the same values under `--name`;
 * a test compares the two, the contrast of every text on every surface and the distance of the four level colours.
 */
export interface Tokens {
  readonly ground: string;
  readonly panel: string;
  readonly raised: string;
  readonly hairline: string;
  readonly text: string;
  readonly secondary: string;
  readonly muted: string;
  readonly l0: string;
  readonly l1: string;
  readonly l2: string;
  readonly l3: string;
  /** Small red text; L0 itself is a graphic and large-figure colour. */
  readonly alarmText: string;
  readonly unitAvailable: string;
  readonly unitMoving: string;
  readonly unitOnScene: string;
  readonly unitCheckpoint: string;
  readonly person: string;
  readonly suspect: string;
  readonly ahead: string;
  readonly tight: string;
  readonly behind: string;
  readonly replayBand: string;
  readonly replayAccent: string;
  readonly drill: string;
  readonly drillText: string;
  readonly focus: string;
}

export const DARK: Tokens = {
  ground: '#0D1115',
  panel: '#141A20',
  raised: '#1B232B',
  hairline: '#2A343E',
  text: '#E8EEF2',
  secondary: '#A4B3BF',
  muted: '#82949F',
  l0: '#F04E30',
  l1: '#FFDD66',
  l2: '#56B4E9',
  l3: '#6F7B85',
  alarmText: '#FF6F52',
  unitAvailable: '#2BB3A3',
  unitMoving: '#4C8DFF',
  unitOnScene: '#B08CFF',
  unitCheckpoint: '#D9C27A',
  person: '#E8EEF2',
  suspect: '#FF8A6B',
  ahead: '#2BB3A3',
  tight: '#FFDD66',
  behind: '#F04E30',
  replayBand: '#3A4FA3',
  replayAccent: '#8FA2FF',
  drill: '#D9C27A',
  drillText: '#0D1115',
  focus: '#8FA2FF',
};

export const LIGHT: Tokens = {
  ground: '#E9EEF2',
  panel: '#F3F5F7',
  raised: '#FFFFFF',
  hairline: '#C6D0D8',
  text: '#0F1720',
  secondary: '#44535F',
  muted: '#586773',
  l0: '#8A1906',
  l1: '#B2760A',
  l2: '#0B4A8C',
  l3: '#79868F',
  alarmText: '#A11D08',
  unitAvailable: '#0B6E63',
  unitMoving: '#2457C5',
  unitOnScene: '#6B3FC4',
  unitCheckpoint: '#7A5B00',
  person: '#0F1720',
  suspect: '#B3401C',
  ahead: '#0B6E63',
  tight: '#7A5B00',
  behind: '#A11D08',
  replayBand: '#3A4FA3',
  replayAccent: '#3A4FA3',
  drill: '#D9C27A',
  drillText: '#0D1115',
  focus: '#2457C5',
};

/** The document's theme; dark unless the root element says light. */
export type Theme = 'dark' | 'light';

/** Tokens of a theme. */
export function tokensOf(theme: Theme): Tokens {
  return theme === 'light' ? LIGHT : DARK;
}

/** `unitAvailable` -> `--unit-available`. */
export function cssNameOf(token: string): string {
  return `--${token.replaceAll(/([A-Z])/gu, '-$1').toLowerCase()}`;
}
