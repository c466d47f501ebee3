/**
 * UTF-8 bytes to text. `shared` has no TextDecoder (neither Node nor DOM); malformed bytes throw RangeError or
 * URIError, which the caller turns into a message.
 */
export function decodeUtf8(bytes: Uint8Array): string {
  const parts: string[] = [];
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at] ?? 0;
    const extra = lead < 0x80 ? 0 : lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : -1;
    if (extra < 0 || at + extra >= bytes.length) throw new RangeError(`malformed UTF-8 at byte ${at}`);
    let code = extra === 0 ? lead : lead & (0x3f >> extra);
    for (let i = 1; i <= extra; i++) {
      const next = bytes[at + i] ?? 0;
      if ((next & 0xc0) !== 0x80) throw new RangeError(`malformed UTF-8 at byte ${at + i}`);
      code = (code << 6) | (next & 0x3f);
    }
    parts.push(String.fromCodePoint(code));
    at += extra + 1;
  }
  return parts.join('');
}
