/** A check of one value that came from a file: gives it back typed, or throws RegionPackError naming the path. */
export type Check<T> = (value: unknown, path: string) => T;

/** A region pack that cannot be used; the message names the file and the path in it, and what to do. */
export class RegionPackError extends Error {
  override readonly name = 'RegionPackError';
}

/** A text this short is told as it stands; of a longer one only its type. */
const SHOWN = 40;

function fail(path: string, wanted: string, value: unknown): never {
  const got =
    typeof value === 'string' && value.length <= SHOWN
      ? `'${value}'`
      : value === null
        ? 'null'
        : Array.isArray(value)
          ? 'a list'
          : typeof value;
  throw new RegionPackError(`${path}: expected ${wanted}, found ${got}; rebuild the region pack`);
}

/** Any text. */
export const text: Check<string> = (value, path) =>
  typeof value === 'string' ? value : fail(path, 'text', value);

/** A finite number. */
export const finiteNumber: Check<number> = (value, path) =>
  typeof value === 'number' && Number.isFinite(value) ? value : fail(path, 'a finite number', value);

/** A whole number from 0. */
export const count: Check<number> = (value, path) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? value
    : fail(path, 'a whole number', value);

/** true or false. */
export const flag: Check<boolean> = (value, path) =>
  typeof value === 'boolean' ? value : fail(path, 'true or false', value);

/** A number within a range, ends included. */
export function within(low: number, high: number): Check<number> {
  return (value, path) => {
    const n = finiteNumber(value, path);
    return n >= low && n <= high ? n : fail(path, `a number from ${low} to ${high}`, value);
  };
}

/** One of the given constants. */
export function oneOf<const T extends readonly (string | number | boolean)[]>(
  ...allowed: T
): Check<T[number]> {
  return (value, path) =>
    allowed.find((a) => a === value) ?? fail(path, `one of ${allowed.join(', ')}`, value);
}

/** A list whose items all pass. */
export function list<T>(item: Check<T>): Check<readonly T[]> {
  return (value, path) =>
    Array.isArray(value)
      ? value.map((v: unknown, i) => item(v, `${path}[${i}]`))
      : fail(path, 'a list', value);
}

/** An object with (at least) the given fields; others are dropped. */
export function fields<T>(shape: { readonly [K in keyof T]-?: Check<T[K]> }): Check<T> {
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return fail(path, 'an object', value);
    const source: Readonly<Record<string, unknown>> = { ...value };
    const out: Partial<T> = {};
    for (const key in shape) {
      const checked = shape[key](source[key], path.endsWith('.json') ? `${path} ${key}` : `${path}.${key}`);
      if (checked !== undefined) out[key] = checked;
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every field of T was just checked and set
    return out as T;
  };
}

/** An object with any of the keys; others, of a newer pack, are dropped. */
export function keyed<K extends string, T>(
  keys: readonly K[],
  item: Check<T>,
): Check<Readonly<Partial<Record<K, T>>>> {
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return fail(path, 'an object', value);
    const source: Readonly<Record<string, unknown>> = { ...value };
    const out: Partial<Record<K, T>> = {};
    for (const key of keys) if (source[key] !== undefined) out[key] = item(source[key], `${path}.${key}`);
    return out;
  };
}

/** A field that may be absent. */
export function maybe<T>(check: Check<T>): Check<T | undefined> {
  return (value, path) => (value === undefined ? undefined : check(value, path));
}
