import type { Case } from '../conversation/case.ts';
import type { Question } from '../conversation/session.ts';
import type { UnmatchedReason } from '../conversation/unmatched.ts';
import type { Intent } from './intent.ts';

/**
 * The text that no section was found for, if the visitor was telling what is wrong and the guide has no answer. Pure.
 * @param input.asked the question that was open before the message.
 * @param input.subject the case that was open before it.
 */
export function unmatchedIn(input: {
  intent: Intent;
  text: string;
  asked: Question;
  subject: Case | undefined;
}): { why: UnmatchedReason; text: string } | undefined {
  const { intent, text, asked, subject } = input;
  if (intent.is === 'symptom') return intent.diagnosis.sure ? undefined : { why: 'unsure', text };
  if (intent.is === 'off-topic' || intent.is === 'unclear') {
    const isTelling = asked.kind === 'symptom' || asked.kind === 'section' || asked.kind === 'rating';
    return isTelling && text !== '' ? { why: intent.is, text } : undefined;
  }
  if (intent.is !== 'action' || intent.action.do !== 'choose-section') return undefined;
  const last = subject?.symptoms.at(-1);
  return intent.action.section === 'none' && last !== undefined ? { why: 'none', text: last } : undefined;
}
