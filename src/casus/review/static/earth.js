// Equal Earth (Šavrič, Patterson, Jenny 2019), middle meridian 0, in the units of ground.json:
// 36 000 to the width of the world, y down.
const A = [1.340264, -0.081106, 0.000893, 0.003796];
const M = Math.sqrt(3) / 2;
export const UNIT = 18000 / (Math.PI / (M * A[0]));
const rad = Math.PI / 180;

export function project(lon, lat) {
  const t = Math.asin(M * Math.sin(lat * rad));
  const t2 = t * t, t6 = t2 * t2 * t2;
  const x = (lon * rad * Math.cos(t)) / (M * (A[0] + 3 * A[1] * t2 + t6 * (7 * A[2] + 9 * A[3] * t2)));
  const y = t * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2));
  return [x * UNIT, -y * UNIT];
}

/** Degrees of a point; beyond the edge of the world its nearest point. */
export function degrees(x, y) {
  const want = Math.max(-1.3173627, Math.min(1.3173627, -y / UNIT));
  let t = want / A[0];
  for (let n = 0; n < 8; n++) {
    const t2 = t * t, t6 = t2 * t2 * t2;
    const f = t * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2)) - want;
    t -= f / (A[0] + 3 * A[1] * t2 + t6 * (7 * A[2] + 9 * A[3] * t2));
  }
  const t2 = t * t, t6 = t2 * t2 * t2;
  const lon = ((x / UNIT) * M * (A[0] + 3 * A[1] * t2 + t6 * (7 * A[2] + 9 * A[3] * t2))) / Math.cos(t);
  const lat = Math.asin(Math.max(-1, Math.min(1, Math.sin(t) / M)));
  return [Math.max(-180, Math.min(180, lon / rad)), Math.max(-90, Math.min(90, lat / rad))];
}
