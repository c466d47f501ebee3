import type { PortEvent } from '../../shared/contract/port.ts';

/** A positions message. */
export type PositionsEvent = Extract<PortEvent, { t: 'positions' }>;

/** The two-way channel to one window, whatever carries it: a MessagePort or a WebSocket behind the host process. */
export interface WindowPipe {
  send(event: PortEvent): void;
  /** Resolves when the window has taken the frame, so that one frame is in flight (I5). Never rejects. */
  sendPositions(event: PositionsEvent): Promise<void>;
  /** Messages as they came: not yet validated. */
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}
