import { StartError } from '../start-text.ts';

/** The origin of a gateway's feed as typed: `https://host:port`, or `host:port`. Throws StartError. */
export function gatewayAddress(typed: string): string {
  const text = typed.trim();
  const url = parse(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`);
  const isBare = url !== undefined && (url.pathname === '/' || url.pathname === '') && url.search === '';
  if (!isBare || url.protocol !== 'https:' || url.username !== '')
    throw new StartError({ kind: 'bad-address', url: typed });
  return url.origin;
}

function parse(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}
