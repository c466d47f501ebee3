import type {
  BeliefMark,
  ClosureMark,
  ExitMargin,
  FindMark,
  IncidentMark,
  SceneMarks,
  UnitFix,
} from '../engine/public.ts';
import { findRadiusPx } from './find-layer.ts';
import type { MapPalette } from './map-palette.ts';
import { formatAmount, formatGold, formatMargin, localText } from '../i18n/format.ts';

/** A unit's fix older than this says so beside its callsign. */
const TOLD_AGE_MS = 15_000;

/** Words of the labels in one language. */
export interface LabelWords {
  readonly lang: 'zh-CN' | 'en';
  readonly uncovered: string;
  readonly tooLate: string;
  /** Age of something, e.g. "12 秒前". */
  ago(ageMs: number): string;
  /** What goes before a weight of gold. */
  readonly gold: string;
  /** What a belief rests on, e.g. "车牌命中". */
  belief(kind: BeliefMark['kind']): string;
}

/** A piece of a label in one colour. */
export interface LabelRun {
  readonly text: string;
  readonly color: string;
  readonly weight: 400 | 500 | 700;
  readonly sizePx: number;
}

/** A label of one or two lines beside a point. `boxColor` puts its first run into a box (exit numbers). */
export interface MapLabel {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  /** Half the size of the mark it must not cover. */
  readonly clearPx: number;
  readonly lines: readonly (readonly LabelRun[])[];
  readonly boxColor?: string | undefined;
  /** Always shown, even over others. */
  readonly isPinned: boolean;
}

/** What labels are made from. */
export interface LabelInput {
  readonly scene: SceneMarks;
  /** Units whose callsign is shown: the selection and whoever is under order to it. */
  readonly named: readonly UnitFix[];
  readonly palette: MapPalette;
  readonly words: LabelWords;
  readonly atMs: number;
  readonly scale: number;
  /** Most incident labels shown. */
  readonly limit: number;
}

/** Labels, most important first: selection, named units, exits, then the queue from its tight end. */
export function mapLabels(input: LabelInput): MapLabel[] {
  const beliefs = new Map(input.scene.beliefs.map((belief) => [belief.id, belief]));
  const shown = input.scene.incidents.filter(
    (mark) => mark.isSelected || mark.level === 'L0' || mark.level === 'L1',
  );
  const incidents = shown
    .slice(0, input.limit)
    .map((mark) => incidentLabel(mark, beliefs.get(mark.id), input));
  return [
    ...incidents.filter((label) => label.isPinned),
    ...input.named.map((fix) => unitLabel(fix, input)),
    ...input.scene.exits.map((exit) => exitLabel(exit, input)),
    ...input.scene.closures.map((closure) => closureLabel(closure, input)),
    ...input.scene.finds.map((find) => findLabel(find, input)),
    ...incidents.filter((label) => !label.isPinned),
  ];
}

function incidentLabel(mark: IncidentMark, belief: BeliefMark | undefined, input: LabelInput): MapLabel {
  const { tokens } = input.palette;
  const size = mark.isSelected || mark.level === 'L0' ? 15 : 13;
  const head: LabelRun[] = [];
  if (mark.isUncovered) head.push(run(input.words.uncovered, tokens.alarmText, 700, size, input));
  else if (mark.outlook === 'too-late')
    head.push(run(input.words.tooLate, tokens.alarmText, 700, size, input));
  else if (mark.marginS !== undefined && mark.outlook !== 'met') {
    head.push(run(formatMargin(mark.marginS), outlookColor(mark.outlook, input.palette), 700, size, input));
  }
  const what = stake(mark, input.words);
  if (what !== '') head.push(run(what, tokens.text, 500, size, input));
  const lines: LabelRun[][] = head.length === 0 ? [] : [head];
  if (belief !== undefined && (mark.isSelected || belief.isMoving)) {
    const told = `${input.words.belief(belief.kind)} · ${input.words.ago(input.atMs - belief.atMs)}`;
    lines.push([run(told, tokens.secondary, 400, 12, input)]);
  }
  const clearPx = (mark.level === 'L0' ? 28 : 16) * input.scale;
  return { id: mark.id, lon: mark.lon, lat: mark.lat, clearPx, lines, isPinned: mark.isSelected };
}

/** Goods, else the amount, else the title. */
function stake(mark: IncidentMark, words: LabelWords): string {
  if (mark.goods?.kind === 'gold' && mark.goods.goldMg !== undefined)
    return `${words.gold} ${formatGold(mark.goods.goldMg)}`;
  if (mark.amount !== undefined) return formatAmount(mark.amount.fen, words.lang);
  return localText(mark.title, words.lang);
}

function unitLabel(fix: UnitFix, input: LabelInput): MapLabel {
  const { tokens } = input.palette;
  const isLost = fix.look === 'lost';
  const runs = [run(fix.callsign, isLost ? tokens.muted : tokens.unitMoving, 500, 13, input)];
  if (fix.ageMs >= TOLD_AGE_MS) runs.push(run(input.words.ago(fix.ageMs), tokens.muted, 400, 12, input));
  return {
    id: `unit:${fix.unitId}`,
    lon: fix.lon,
    lat: fix.lat,
    clearPx: 12 * input.scale,
    lines: [runs],
    isPinned: true,
  };
}

function exitLabel(exit: ExitMargin, input: LabelInput): MapLabel {
  const color =
    exit.outlook === undefined ? input.palette.tokens.secondary : outlookColor(exit.outlook, input.palette);
  const runs = [run(exit.number, color, 700, 14, input)];
  if (exit.marginS !== undefined) runs.push(run(formatMargin(exit.marginS), color, 700, 14, input));
  return {
    id: `exit:${exit.exitId}`,
    lon: exit.lon,
    lat: exit.lat,
    clearPx: 0,
    lines: [runs],
    boxColor: color,
    isPinned: true,
  };
}

/** Why a road is closed, boxed at the middle of it like a sign. */
function closureLabel({ closureId, paths, label, isPreview }: ClosureMark, input: LabelInput): MapLabel {
  const { tokens } = input.palette;
  const color = isPreview ? tokens.focus : tokens.text;
  const path = paths[0] ?? [];
  const middle = 2 * Math.floor(path.length / 4);
  return {
    id: `closure:${closureId}`,
    lon: path[middle] ?? 0,
    lat: path[middle + 1] ?? 0,
    clearPx: 10 * input.scale,
    lines: [[run(`⊘ ${localText(label, input.words.lang)}`, color, 700, 13, input)]],
    boxColor: color,
    isPinned: true,
  };
}

/** The line number of a place and how likely it is; quiet, and the first to give way. */
function findLabel(find: FindMark, input: LabelInput): MapLabel {
  const { tokens } = input.palette;
  const color = find.isSearched ? tokens.muted : tokens.text;
  return {
    id: `find:${find.placeId}`,
    lon: find.lon,
    lat: find.lat,
    clearPx: findRadiusPx(find.chance) * input.scale,
    lines: [[run(find.number, color, 500, 12, input)]],
    isPinned: false,
  };
}

/** Ahead, tight or behind; never the only sign: the number carries its sign. */
export function outlookColor(outlook: IncidentMark['outlook'], { tokens }: MapPalette): string {
  switch (outlook) {
    case 'ahead':
    case 'met':
      return tokens.ahead;
    case 'tight':
      return tokens.tight;
    case 'behind':
    case 'too-late':
      return tokens.alarmText;
    case 'unknown':
      return tokens.secondary;
  }
}

function run(
  text: string,
  color: string,
  weight: LabelRun['weight'],
  sizePx: number,
  { scale }: LabelInput,
): LabelRun {
  return { text, color, weight, sizePx: sizePx * scale };
}
