import type { CoreWish } from './core-area.ts';
import { RegionBuildError } from './region-error.ts';

/** The core asked for by --boundary or --bbox, undefined when neither is. Throws RegionBuildError for anything else. */
export function coreWishOf(values: {
  readonly boundary?: string | undefined;
  readonly bbox?: string | undefined;
}): CoreWish | undefined {
  const { boundary, bbox } = values;
  if (boundary !== undefined && bbox !== undefined)
    throw new RegionBuildError(
      '--boundary 与 --bbox 只能给一个。',
      'Give either --boundary or --bbox, not both.',
    );
  if (boundary !== undefined) {
    if (boundary.trim() !== '') return { boundary };
    throw new RegionBuildError('--boundary 为空，请给出边界名。', '--boundary is empty. Name a border.');
  }
  if (bbox === undefined) return undefined;
  const numbers = bbox.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [w, s, e, n] = numbers;
  const isBox =
    numbers.length === 4 &&
    w !== undefined &&
    s !== undefined &&
    e !== undefined &&
    n !== undefined &&
    -180 <= w &&
    w < e &&
    e <= 180 &&
    -90 <= s &&
    s < n &&
    n <= 90;
  if (!isBox)
    throw new RegionBuildError(
      `--bbox '${bbox}' 不可用：须为 西,南,东,北 四个度数，例如 108.3,30.7,108.5,30.9。`,
      `--bbox '${bbox}' is not usable: give west,south,east,north in degrees, for example 108.3,30.7,108.5,30.9.`,
    );
  return { bbox: [w, s, e, n] };
}

/** --reach in minutes ('150min', '150', '2.5h'); undefined when not given. Throws RegionBuildError, also without a core. */
export function minutesOf(reach: string | undefined, core: CoreWish | undefined): number | undefined {
  if (reach === undefined) return undefined;
  if (core === undefined)
    throw new RegionBuildError(
      '--reach 须与 --boundary 或 --bbox 一起使用。',
      '--reach needs --boundary or --bbox: without a core there is nothing to reach out from.',
    );
  const match = /^(\d+(?:\.\d+)?)\s*(min|m|h)?$/.exec(reach.trim());
  const minutes = Number(match?.[1]) * (match?.[2] === 'h' ? 60 : 1);
  if (match !== null && minutes >= 0 && minutes <= 1440) return minutes;
  throw new RegionBuildError(
    `--reach '${reach}' 不可用：请给出车程，例如 150min 或 2.5h（至多 24h）。`,
    `--reach '${reach}' is not usable: give minutes' drive, for example 150min or 2.5h (at most 24h).`,
  );
}
