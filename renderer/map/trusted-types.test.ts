import { describe, expect, it } from 'vitest';
import { installTrustedTypes, isTextAndLinks, policyRules } from './trusted-types.ts';

const WORKER = 'http://127.0.0.1:1/assets/maplibre-gl-worker.mjs';

describe('the page policy', () => {
  const rules = policyRules(WORKER);

  it('admits the map worker and nothing like it', () => {
    expect(rules.createScriptURL(WORKER)).toBe(WORKER);
    for (const url of [
      `${WORKER}?x`,
      `${WORKER}#x`,
      'data:text/javascript,1',
      'blob:x',
      '',
      'maplibre-gl-worker.mjs',
    ]) {
      expect(() => rules.createScriptURL(url)).toThrow(TypeError);
    }
  });

  it('admits text and https links as HTML', () => {
    const credit =
      '&copy; <a href="https://www.openstreetmap.org/copyright" target="_blank">OpenStreetMap</a> contributors';
    expect(rules.createHTML(credit)).toBe(credit);
    expect(isTextAndLinks('')).toBe(true);
  });

  it.each([
    '<img src=x onerror=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="https://x.example" onclick="alert(1)">x</a>',
    '<A HREF="https://x.example">x</A>',
    '<script>1</script>',
    '<a href="https://x.example"><b>x</b></a>',
    '<a<a>>',
  ])('refuses %s', (html) => {
    expect(() => rules.createHTML(html)).toThrow(TypeError);
  });

  it('does nothing without Trusted Types or with a policy in place', () => {
    installTrustedTypes({});
    installTrustedTypes({
      trustedTypes: {
        defaultPolicy: {},
        createPolicy: () => {
          throw new Error('a second policy');
        },
      },
    });
  });
});
