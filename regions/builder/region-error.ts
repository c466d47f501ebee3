/**
 * A region that cannot be built for a reason the user can act on. The message is one line, Chinese then English, and
 * says what to do. Anything else thrown by the builder is a bug or the machine.
 */
export class RegionBuildError extends Error {
  override readonly name = 'RegionBuildError';

  constructor(zh: string, en: string, options?: ErrorOptions) {
    super(`${zh} ${en}`, options);
  }
}
