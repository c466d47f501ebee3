import type { FaultRow } from './fault-row.ts';
import { clockSteps } from './rows/clock.ts';
import { storeCopies } from './rows/copies.ts';
import { damagedCache, damagedLedger, damagedOutbox } from './rows/damaged.ts';
import { fullConsoleDisk, fullGatewayDisk } from './rows/disk.ts';
import { wrongKey } from './rows/keys.ts';
import { killDataService, killGateway } from './rows/killed.ts';
import { cutLine, halfOpenLine, slowLine } from './rows/line.ts';
import { repeatedMessages } from './rows/messages.ts';
import { stopDataService, stopGateway } from './rows/stopped.ts';
import { twoStarts } from './rows/two-starts.ts';

/** Every fault, in the order of the table. */
export const FAULT_ROWS: readonly FaultRow[] = [
  killDataService,
  killGateway,
  stopDataService,
  stopGateway,
  cutLine,
  halfOpenLine,
  slowLine,
  repeatedMessages,
  fullGatewayDisk,
  fullConsoleDisk,
  damagedCache,
  damagedOutbox,
  damagedLedger,
  wrongKey,
  clockSteps,
  twoStarts,
  storeCopies,
];
