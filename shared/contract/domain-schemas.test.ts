import { describe, expect, it } from 'vitest';
import { idText } from './domain-schemas.ts';

describe('idText', () => {
  it('takes any id of a sender', () => {
    for (const id of ['110', '演-07', 'a b', 'proto', 'A'.repeat(128)])
      expect(idText.safeParse(id).success).toBe(true);
  });

  it('refuses what every object already has: entities are looked up by id', () => {
    for (const id of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '__defineGetter__'])
      expect(idText.safeParse(id).success).toBe(false);
  });
});
