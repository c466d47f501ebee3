import type { PortArgs, PortChannel } from '../../shared/contract/port.ts';

/** A validated request of a window. */
export type WindowRequest = {
  [C in PortChannel]: { readonly channel: C; readonly args: PortArgs<C> };
}[PortChannel];

/** A request that is refused for an expected reason; becomes an error reply. `code` is for programs. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
