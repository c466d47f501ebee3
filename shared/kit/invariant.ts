/** Thrown when the program itself is wrong; never for bad input. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Throws InvariantError unless `condition` holds; narrows its type. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** Returns `value` or throws InvariantError when it is undefined. */
export function must<T>(value: T | undefined, message: string): T {
  if (value === undefined) throw new InvariantError(message);
  return value;
}

/** Exhaustiveness guard for closed unions. */
export function assertNever(value: never): never {
  throw new InvariantError(`unexpected value ${JSON.stringify(value)}`);
}
