import { type Theme, type Tokens, tokensOf } from '../ui/tokens.ts';

/** Red, green, blue, alpha, 0..255, as deck.gl takes it. */
export type Rgba = [number, number, number, number];

/** Colours of the base map; everything that carries meaning comes from the tokens. */
export interface MapPalette {
  readonly tokens: Tokens;
  readonly land: string;
  readonly outside: string;
  readonly hatch: string;
  readonly river: string;
  readonly riverEdge: string;
  readonly county: string;
  readonly motorway: string;
  readonly trunk: string;
  readonly primary: string;
  readonly secondary: string;
  readonly minor: string;
  readonly path: string;
  readonly casing: string;
  /** Edge of a bridge, so that it is seen to pass over. */
  readonly bridge: string;
  readonly ferry: string;
  readonly border: string;
  readonly roadName: string;
  readonly poi: string;
  readonly place: string;
  readonly waterLabel: string;
  readonly exitText: string;
}

const DARK_BASE = {
  land: '#0D1115',
  outside: '#0A0D10',
  hatch: '#232D36',
  river: '#10202B',
  riverEdge: '#183040',
  county: '#46525D',
  motorway: '#4B5B68',
  trunk: '#41505C',
  primary: '#33404A',
  secondary: '#28323B',
  minor: '#1B2228',
  path: '#161C22',
  casing: '#0D1115',
  bridge: '#5E7080',
  ferry: '#3E627A',
  border: '#3A4650',
  roadName: '#74858F',
  poi: '#8FA1AD',
  place: '#82949F',
  waterLabel: '#4F7288',
  exitText: '#A4B3BF',
} as const;

const LIGHT_BASE = {
  land: '#F3F5F7',
  outside: '#E4E9ED',
  hatch: '#C3CED6',
  river: '#D3E3EE',
  riverEdge: '#BBD2E1',
  county: '#8E9BA6',
  motorway: '#9FB0BE',
  trunk: '#ACBBC7',
  primary: '#BBC7D1',
  secondary: '#CBD5DC',
  minor: '#DCE3E8',
  path: '#E4E9ED',
  casing: '#F3F5F7',
  bridge: '#7F909D',
  ferry: '#7FA3BC',
  border: '#A3AFB9',
  roadName: '#66747F',
  poi: '#4C5B67',
  place: '#586773',
  waterLabel: '#4A7391',
  exitText: '#44535F',
} as const;

/** The colours of a theme. */
export function mapPalette(theme: Theme): MapPalette {
  return { tokens: tokensOf(theme), ...(theme === 'light' ? LIGHT_BASE : DARK_BASE) };
}

/** `#RRGGBB` to channels; `alpha` 0..255. Throws RangeError on anything else. */
export function rgba(hex: string, alpha = 255): Rgba {
  if (!/^#[0-9a-f]{6}$/iu.test(hex)) throw new RangeError(`${hex} is not a colour of the form #RRGGBB`);
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255, alpha];
}
