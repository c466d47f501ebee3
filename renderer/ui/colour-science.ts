/** sRGB colour as three channels 0..1. */
export type Rgb = readonly [number, number, number];

/** Kinds of colour vision the level colours must survive. */
export type Vision = 'normal' | 'protan' | 'deutan' | 'tritan';

type Matrix = readonly [Rgb, Rgb, Rgb];

/** Machado, Oliveira and Fernandes 2009, severity 1.0, applied to linear RGB. */
const MACHADO: Readonly<Record<Exclude<Vision, 'normal'>, Matrix>> = {
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Parses `#rrggbb`; throws RangeError on anything else. */
export function parseHex(hex: string): Rgb {
  const match = /^#([0-9a-f]{6})$/iu.exec(hex);
  if (match?.[1] === undefined) throw new RangeError(`not a #rrggbb colour: ${hex}`);
  const value = Number.parseInt(match[1], 16);
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

const toLinear = (c: number): number => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const linearOf = ([r, g, b]: Rgb): Rgb => [toLinear(r), toLinear(g), toLinear(b)];
const dot = (row: Rgb, v: Rgb): number => row[0] * v[0] + row[1] * v[1] + row[2] * v[2];
const clamp01 = (x: number): number => Math.min(1, Math.max(0, x));

/** Linear RGB as seen with the given vision. */
export function seenLinear(hex: string, vision: Vision): Rgb {
  const linear = linearOf(parseHex(hex));
  if (vision === 'normal') return linear;
  const m = MACHADO[vision];
  return [clamp01(dot(m[0], linear)), clamp01(dot(m[1], linear)), clamp01(dot(m[2], linear))];
}

/** WCAG 2 relative-luminance contrast of two colours, 1..21. */
export function contrast(a: string, b: string): number {
  const luminance = (hex: string): number => dot([0.2126, 0.7152, 0.0722], linearOf(parseHex(hex)));
  const [la, lb] = [luminance(a), luminance(b)];
  return (Math.max(la, lb) + 0.05) / (Math.min(la, lb) + 0.05);
}

function labOf(linear: Rgb): Rgb {
  const f = (t: number): number => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const x = f(dot([0.4124564, 0.3575761, 0.1804375], linear) / 0.95047);
  const y = f(dot([0.2126729, 0.7151522, 0.072175], linear));
  const z = f(dot([0.0193339, 0.119192, 0.9503041], linear) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const rad = (deg: number): number => (deg * Math.PI) / 180;
const hueDeg = (a: number, b: number): number => {
  if (a === 0 && b === 0) return 0;
  const h = (Math.atan2(b, a) * 180) / Math.PI;
  return h < 0 ? h + 360 : h;
};

/** CIEDE2000 of two Lab colours. */
function ciede2000(p: Rgb, q: Rgb): number {
  const c1 = Math.hypot(p[1], p[2]);
  const c2 = Math.hypot(q[1], q[2]);
  const mean7 = ((c1 + c2) / 2) ** 7;
  const g = 0.5 * (1 - Math.sqrt(mean7 / (mean7 + 25 ** 7)));
  const a1 = p[1] * (1 + g);
  const a2 = q[1] * (1 + g);
  const cp1 = Math.hypot(a1, p[2]);
  const cp2 = Math.hypot(a2, q[2]);
  const h1 = hueDeg(a1, p[2]);
  const h2 = hueDeg(a2, q[2]);
  const flat = cp1 * cp2 === 0;
  let dh = flat ? 0 : h2 - h1;
  if (dh > 180) dh -= 360;
  else if (dh < -180) dh += 360;
  const dH = 2 * Math.sqrt(cp1 * cp2) * Math.sin(rad(dh / 2));
  const lMean = (p[0] + q[0]) / 2;
  const cMean = (cp1 + cp2) / 2;
  let hMean = h1 + h2;
  if (!flat) {
    if (Math.abs(h1 - h2) <= 180) hMean /= 2;
    else hMean = hMean < 360 ? (hMean + 360) / 2 : (hMean - 360) / 2;
  }
  const t =
    1 -
    0.17 * Math.cos(rad(hMean - 30)) +
    0.24 * Math.cos(rad(2 * hMean)) +
    0.32 * Math.cos(rad(3 * hMean + 6)) -
    0.2 * Math.cos(rad(4 * hMean - 63));
  const sL = 1 + (0.015 * (lMean - 50) ** 2) / Math.sqrt(20 + (lMean - 50) ** 2);
  const sC = 1 + 0.045 * cMean;
  const sH = 1 + 0.015 * cMean * t;
  const rC = 2 * Math.sqrt(cMean ** 7 / (cMean ** 7 + 25 ** 7));
  const rT = -Math.sin(rad(60 * Math.exp(-(((hMean - 275) / 25) ** 2)))) * rC;
  const dL = (q[0] - p[0]) / sL;
  const dC = (cp2 - cp1) / sC;
  const dHs = dH / sH;
  return Math.sqrt(dL ** 2 + dC ** 2 + dHs ** 2 + rT * dC * dHs);
}

/** CIEDE2000 difference of two colours as seen with the given vision. */
export function deltaE(a: string, b: string, vision: Vision): number {
  return ciede2000(labOf(seenLinear(a, vision)), labOf(seenLinear(b, vision)));
}
