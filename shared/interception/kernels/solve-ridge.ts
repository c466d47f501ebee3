/**
 * Solves A x = b for a symmetric positive definite A (row major, n x n) by Cholesky. Overwrites A with its factor and
 * returns a new x. A pivot that is not positive (A singular to rounding) is raised to `tiny`, which keeps the answer finite.
 */
export function solveSymmetric(a: Float64Array, b: Float64Array, tiny = 1e-12): Float64Array {
  const n = b.length;
  for (let j = 0; j < n; j++) {
    let pivot = a[j * n + j]!;
    for (let k = 0; k < j; k++) pivot -= a[j * n + k]! * a[j * n + k]!;
    const root = Math.sqrt(Math.max(tiny, pivot));
    a[j * n + j] = root;
    for (let i = j + 1; i < n; i++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= a[i * n + k]! * a[j * n + k]!;
      a[i * n + j] = sum / root;
    }
  }
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    let sum = x[i]!;
    for (let k = 0; k < i; k++) sum -= a[i * n + k]! * x[k]!;
    x[i] = sum / a[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = x[i]!;
    for (let k = i + 1; k < n; k++) sum -= a[k * n + i]! * x[k]!;
    x[i] = sum / a[i * n + i]!;
  }
  return x;
}
