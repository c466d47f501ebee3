import pino, { type Logger } from 'pino';
import type { Log } from '../shared/kit/log.ts';

/** Fields that may hold a secret or personal data; replaced in every record. */
const REDACTED = [
  'key',
  'consoleKey',
  'authorization',
  'phone',
  'name',
  'plate',
  '*.key',
  '*.phone',
  '*.plate',
];

/** Structured log on stderr, one JSON object a line; stdout belongs to the ready message. */
export function createStderrLog(program: string, level: string): Log {
  const sink = pino.destination({ dest: 2, sync: true });
  return wrap(pino({ level, base: { program }, redact: { paths: REDACTED, censor: '[redacted]' } }, sink));
}

function wrap(logger: Logger): Log {
  return {
    debug: (message, fields) => logger.debug(fields ?? {}, message),
    info: (message, fields) => logger.info(fields ?? {}, message),
    warn: (message, fields) => logger.warn(fields ?? {}, message),
    error: (message, fields) => logger.error(fields ?? {}, message),
    child: (part) => wrap(logger.child({ part })),
  };
}
