import { err, ok, type Result } from '../kit/result.ts';

// A code that people read out and type: 8 characters that prove the invitation, 16 that name the gateway's authority.
// `K7QM-3F9T-0A1B-2C3D-4E5F-6G7H`; Crockford's alphabet, so that I, L and O may be typed for 1, 1 and 0.

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const SECRET_CHARS = 8;
const AUTHORITY_CHARS = 16;

/** Bytes of chance a secret needs: 40 bits. */
export const SECRET_BYTES = 5;

/** Five bits a character; the length is a multiple of five bytes. */
function toBase32(bytes: Uint8Array): string {
  let bits = 0;
  let value = 0;
  let text = '';
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(value >>> bits) & 31] ?? '';
      value &= (1 << bits) - 1;
    }
  }
  return text;
}

/** The secret half, from SECRET_BYTES strong random bytes. */
export function secretOf(random: Uint8Array): string {
  return toBase32(random.subarray(0, SECRET_BYTES));
}

/** The authority half: the first 80 bits of the SHA-256 of the authority's certificate (DER). */
export function authorityMark(sha256: Uint8Array): string {
  return toBase32(sha256.subarray(0, 10));
}

/** Both halves as people read them. */
export function writeCode(secret: string, authority: string): string {
  return `${secret}${authority}`.replaceAll(/(.{4})(?=.)/g, '$1-');
}

/** Both halves of what somebody typed. */
export function readCode(
  typed: string,
): Result<{ readonly secret: string; readonly authority: string }, 'length' | 'character'> {
  const plain = typed
    .toUpperCase()
    .replaceAll(/[\s\-–—_]/gu, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  if (plain.length !== SECRET_CHARS + AUTHORITY_CHARS) return err('length');
  if (!/^[0-9A-HJKMNP-TV-Z]+$/.test(plain)) return err('character');
  return ok({ secret: plain.slice(0, SECRET_CHARS), authority: plain.slice(SECRET_CHARS) });
}
