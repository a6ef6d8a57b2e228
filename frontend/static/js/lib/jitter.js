// Waiting times with full jitter: a hall of devices must not come back in the same second.

/** A random wait between 0 and `base` doubled `tries` times, never above `cap` (milliseconds). */
export function jitter(base, tries, cap) {
  return Math.random() * Math.min(cap, base * 2 ** Math.min(tries, 16));
}
