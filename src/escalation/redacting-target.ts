import { setImmediate as nextTurnOfTheLoop } from 'node:timers/promises';
import type { Delivery, Target } from './target.ts';

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
    deliver: async (delivery) => target.deliver(await redacted(delivery, redact)),
    ...(target.close ? { close: () => target.close?.() ?? Promise.resolve() } : {}),
  };
}

/** Entries redacted at one go. */
const slice = 5;

/** A package is redacted a part at a time, so that other work gets its turn in between: it may be megabytes. */
async function redacted(delivery: Delivery, redact: Redact): Promise<Delivery> {
  if (delivery.kind !== 'handed-over') return redact(delivery);
  const { package: handOver, ...rest } = delivery;
  const { transcript, activities, ...facts } = handOver;
  return {
    ...redact(rest),
    package: {
      ...redact(facts),
      transcript: await eachRedacted(transcript, redact),
      activities: await eachRedacted(activities, redact),
    },
  };
}

async function eachRedacted<T>(items: readonly T[], redact: Redact): Promise<T[]> {
  const done: T[] = [];
  for (let from = 0; from < items.length; from += slice) {
    await nextTurnOfTheLoop();
    done.push(...items.slice(from, from + slice).map((item) => redact(item)));
  }
  return done;
}
