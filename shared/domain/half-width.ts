/** Full-width ASCII to its ordinary form. Nothing else changes: NFKC would also turn ² into 2 and ① into 1. */
export function halfWidth(text: string): string {
  return text
    .replaceAll(/[\uFF01-\uFF5E]/gu, (wide) => String.fromCodePoint((wide.codePointAt(0) ?? 0) - 0xfee0))
    .replaceAll('\u3000', ' ');
}
