import { describe, expect, it } from 'vitest';
import { hasFallenThrough, type MeetingSeen } from './fall-back.ts';

const seen = (receipt: MeetingSeen['receipt'], rendezvousId = 'r1'): MeetingSeen => ({
  rendezvousId,
  receipt,
});

describe('a meeting that comes to nothing', () => {
  it.each([
    ['silence lasts', seen('sent'), seen('silent'), true],
    ['they refuse', seen('sent'), seen('refused'), true],
    ['they agree', seen('sent'), seen('confirmed'), false],
    ['nothing happens', seen('sent'), seen('sent'), false],
    ['it was silent already', seen('silent'), seen('silent'), false],
    ['another one is looked at', seen('sent'), seen('silent', 'r2'), false],
    ['it was not looked at before', undefined, seen('silent'), false],
    ['the incident is closed', seen('sent'), undefined, false],
  ] as const)('%s', (_, before, now, falls) => {
    expect(hasFallenThrough(before, now)).toBe(falls);
  });
});
