import type { Escalation } from '../conversation/escalation.ts';
import type { PersonAsk } from '../conversation/session.ts';

/**
 * What a visitor who waits for a person is asked next; undefined when that was all. What was told is not asked, and
 * nothing is asked twice. A ticket or the bot is offered while it is in no line. Pure.
 * @param asked what was asked since the visitor wanted a person.
 */
export function nextAsk(
  escalation: Pick<Escalation, 'state' | 'note' | 'email' | 'consent'>,
  asked: readonly PersonAsk[],
): PersonAsk | undefined {
  const { state, note, email, consent } = escalation;
  if (state !== 'queued') return asked.includes('offer') ? undefined : 'offer';
  if (note === undefined && !asked.includes('note')) return 'note';
  if (email === undefined && !asked.includes('contact')) return 'contact';
  return consent === undefined && !asked.includes('consent') ? 'consent' : undefined;
}
