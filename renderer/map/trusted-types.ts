import workerAsset from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';

/** The map worker's address on our own origin; resolved against the document so that both hosts find it. */
export function mapWorkerUrl(): string {
  return new URL(workerAsset, document.baseURI).href;
}

/** The part of the browser's Trusted Types factory we use; TypeScript's DOM library does not know it yet. */
export interface PolicyFactory {
  createPolicy(
    name: string,
    rules: {
      readonly createScriptURL: (url: string) => string;
      readonly createHTML: (html: string) => string;
    },
  ): unknown;
  readonly defaultPolicy?: unknown;
}

/** Rules of the one policy: exactly the worker's address, and HTML of plain text with links. Everything else throws TypeError. */
export function policyRules(workerUrl: string): Parameters<PolicyFactory['createPolicy']>[1] {
  return {
    createScriptURL: (url) => {
      if (url === workerUrl) return url;
      throw new TypeError('only the map worker may be loaded as a script');
    },
    createHTML: (html) => {
      if (isTextAndLinks(html)) return html;
      throw new TypeError('HTML other than text and links is refused');
    },
  };
}

/** Text, entities, and `<a>` with an https address; no other attribute than href, target, rel, class. */
export function isTextAndLinks(html: string): boolean {
  const rest = html.replaceAll(
    /<a((?: (?:target|rel|class)="[\w -]*"| href="https:\/\/[^"<>\s]*")*)>|<\/a>/gu,
    '',
  );
  return !/[<>]/u.test(rest);
}

/** Creates the page's only policy, once; without Trusted Types (tests, other browsers) it does nothing. */
export function installTrustedTypes(scope: object = globalThis): void {
  const factory = 'trustedTypes' in scope ? scope.trustedTypes : undefined;
  if (!isFactory(factory) || (factory.defaultPolicy !== null && factory.defaultPolicy !== undefined)) return;
  factory.createPolicy('default', policyRules(mapWorkerUrl()));
}

function isFactory(value: unknown): value is PolicyFactory {
  return typeof value === 'object' && value !== null && 'createPolicy' in value;
}
