import type { Target } from './target.ts';

/** Takes personal data out of every text of a value, and leaves the value it is given as it is. */
export type Redact = <T>(value: T) => T;

/**
 * The same target, told nothing personal: what it keeps is out of this program's hands. Mail to the visitor passes as
 * it is, since nobody else reads it, and so does what stays inside.
 */
export function redactingTarget(target: Target, redact: Redact): Target {
  const isInside = target.follows === 'nothing' || target.follows === 'replies';
  if (isInside) return target;
  return {
    name: target.name,
    follows: target.follows,
    deliver: (delivery) => target.deliver(redact(delivery)),
    ...(target.close ? { close: () => target.close?.() ?? Promise.resolve() } : {}),
  };
}
