import type { Guide } from '../guide/guide.ts';
import type { Case } from '../conversation/case.ts';
import { newSession, type Session } from '../conversation/session.ts';
import type { Intent } from './intent.ts';
import { readTyped } from './typed-intent.ts';
import type { createUnderstanding } from './understanding.ts';

/** What a visitor types when a check is asked, or whether it works now. */
export interface LabelledReply {
  question: 'check' | 'works';
  text: string;
  /** Every meaning that a person would accept, as `meaningOf` names it. */
  want: string[];
}

/** Judges what typed replies are read as. `right` is a share from 0 to 1. */
export function evaluateReplies(
  guide: Guide,
  understanding: ReturnType<typeof createUnderstanding>,
  replies: readonly LabelledReply[],
): { n: number; right: number; misses: (LabelledReply & { got: string })[] } {
  const { replies: reader } = understanding;
  const misses = replies.flatMap((reply) => {
    const session = sessionAt(guide, reply.question);
    const got = meaningOf(readTyped({ text: reply.text, session, understanding, replies: reader }));
    return reply.want.includes(got) ? [] : [{ ...reply, got }];
  });
  return { n: replies.length, right: 1 - misses.length / replies.length, misses };
}

/** One word for an intent: the answer, the command, or what kind of text it is. */
function meaningOf(intent: Intent): string {
  switch (intent.is) {
    case 'action':
      return meaningOfAction(intent.action);
    case 'command':
      return intent.command;
    default:
      return intent.is;
  }
}

function meaningOfAction(action: Extract<Intent, { is: 'action' }>['action']): string {
  switch (action.do) {
    case 'answer-check':
      return action.answer;
    case 'confirm-fixed':
      return action.works ? 'works' : 'still-broken';
    default:
      return action.do;
  }
}

/** In the middle of a case about the guide's first section for Android phones with a check. */
function sessionAt(guide: Guide, kind: LabelledReply['question']): Session {
  const section = guide.sections.find(({ phone, checks }) => phone === 'android' && checks.length > 0);
  const check = section?.checks[0]?.check ?? '';
  const id = section?.id ?? '';
  const now: Case = {
    id: 'K7M2QX9A',
    conversationId: 'evaluation',
    state: 'checking',
    openedAt: '2026-11-22T10:00:00.000Z',
    guideVersion: guide.version,
    symptoms: [],
    facets: { phone: 'android' },
    sections: [{ section: id, share: 1 }],
    pointedAt: [],
    answers: [],
    later: [],
  };
  const question: Session['question'] =
    kind === 'works'
      ? { kind, check }
      : { kind, check, section: id, position: 1, total: 3, elsewhere: false };
  return { ...newSession(), step: 1, case: now, question };
}
