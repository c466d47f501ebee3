/** What draws this window: a graphics processor, the main processor, or nothing able to. */
export type Graphics = 'hardware' | 'software' | 'none';

/** Names of rasterisers that draw on the main processor. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/iu;

let known: Graphics | undefined;

/** Looks once a page, with a canvas of its own that is given back at once. With `software`, animation is rationed. */
export function probeGraphics(): Graphics {
  if (known === undefined || known === 'none')
    known = probe(document.createElement('canvas').getContext('webgl2'));
  return known;
}

/** The same for a given context. */
export function probe(gl: WebGL2RenderingContext | null): Graphics {
  if (gl === null) return 'none';
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = gl.getParameter(info === null ? gl.RENDERER : info.UNMASKED_RENDERER_WEBGL);
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return typeof name === 'string' && SOFTWARE.test(name) ? 'software' : 'hardware';
}
