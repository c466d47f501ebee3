import type {
  WindChange,
  WindFigure,
  WindMeasure,
  WindPost,
  WindQuery,
} from '../../shared/domain/wind-tunnel.ts';
import { formatAmount, formatDistance, formatDuration, formatMargin, localText } from '../i18n/format.ts';
import type { Translator } from '../i18n/translate.ts';

const MINUS = '−';

function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  // what rounds to nothing has no sign
  if (Number(text) === 0) return text;
  return `${value < 0 ? MINUS : '+'}${text}`;
}

function wholeYuan(fen: number): number {
  return 100 * Math.round(fen / 100);
}

/** A figure as it is: `12.4%`, `8.31 people`, `¥45.0 万`, `9:41`. */
export function levelText(what: WindMeasure, value: number, t: Translator): string {
  switch (what) {
    case 'late':
      return `${value.toFixed(1)}%`;
    case 'saved':
      return t.text('wind.unit.people', { n: value.toFixed(2) });
    case 'lost':
      return formatAmount(wholeYuan(value), t.lang);
    case 'response':
      return formatDuration(Math.round(value));
  }
}

/** A difference with its sign, in the same unit; the late share in percentage points. */
export function differenceText(what: WindMeasure, value: number, t: Translator): string {
  switch (what) {
    case 'late':
      return signed(value, 1);
    case 'saved':
      return signed(value, 2);
    case 'lost': {
      const fen = wholeYuan(value);
      return `${fen > 0 ? '+' : ''}${formatAmount(fen, t.lang)}`;
    }
    case 'response':
      return Math.round(value) === 0 ? formatDuration(0) : formatMargin(Math.round(value));
  }
}

/** The interval of a difference in words, or why there is none. */
export function intervalText(
  what: WindMeasure,
  { interval }: Pick<WindFigure, 'interval'>,
  t: Translator,
): string {
  if (interval === undefined) return t.text('wind.interval.none');
  const [low, high] = interval;
  return t.text('wind.interval', {
    low: differenceText(what, low, t),
    high: differenceText(what, high, t),
  });
}

/** What a post is called: a station by its name, a kerb by the station nearest to it. */
export function postText(posts: readonly WindPost[], postId: string, t: Translator): string {
  const post = posts.find((one) => one.postId === postId);
  if (post?.name !== undefined) return localText(post.name, t.lang);
  const near = post?.near;
  const station = posts.find((one) => one.postId === near?.postId)?.name;
  if (near === undefined || station === undefined) return postId;
  const octant = Math.round(near.bearingDeg / 45) % 8;
  return t.text('wind.kerb', {
    station: localText(station, t.lang),
    bearing: t.text('wind.octants').split(',')[octant] ?? '',
    distance: formatDistance(near.metres),
  });
}

/** The one change in a sentence. */
export function changeText({ today, change }: WindQuery, posts: readonly WindPost[], t: Translator): string {
  const at = (postId: string): string => postText(posts, postId, t);
  switch (change.kind) {
    case 'cars':
      return t.text('wind.says.cars', { from: today.cars, to: change.cars });
    case 'night-car':
      return t.text('wind.says.night-car', {
        from: change.fromH,
        to: change.toH,
        post: at(change.postId),
      });
    case 'post':
      return change.fromPostId === undefined
        ? t.text('wind.says.post.added', { to: at(change.toPostId) })
        : t.text('wind.says.post.moved', { from: at(change.fromPostId), to: at(change.toPostId) });
    case 'hold':
      return t.text('wind.says.hold', {
        levels: t.text(`wind.hold.${change.atOnce}`),
        n: change.keepFree,
      });
    case 'standby':
    case 'together':
      return turnText(change, t);
  }
}

function turnText({ kind, isOn }: Extract<WindChange, { isOn: boolean }>, t: Translator): string {
  return t.text(`wind.says.${kind}.${isOn ? 'on' : 'off'}`);
}
