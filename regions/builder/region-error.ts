/** A region that cannot be built for a reason the user can act on; the message says what to do. Anything else is a bug. */
export class RegionBuildError extends Error {
  override readonly name = 'RegionBuildError';
}
