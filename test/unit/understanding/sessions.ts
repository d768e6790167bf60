import type { Case, Facets } from '../../../src/conversation/case.ts';
import { newSession, type Question, type Session } from '../../../src/conversation/session.ts';
import type { Diagnosis, Understanding } from '../../../src/understanding/diagnosis.ts';
import type { Intent } from '../../../src/understanding/intent.ts';
import { ReplyReader } from '../../../src/understanding/replies.ts';
import { Spelling } from '../../../src/understanding/spelling.ts';
import { readTyped } from '../../../src/understanding/typed-intent.ts';
import { smallGuide } from '../../support/small-guide.ts';

export const openCase: Case = {
  id: 'K7M2QX9A',
  conversationId: 'c1',
  state: 'checking',
  openedAt: '2026-11-22T10:00:00.000Z',
  guideVersion: 'small',
  symptoms: ['no photos'],
  facets: { phone: 'android' },
  sections: [
    { section: 'test.photos', share: 0.7 },
    { section: 'test.calls', share: 0.2 },
  ],
  pointedAt: [],
  answers: [],
  later: [],
};

/** One question of each kind. */
const questions = {
  symptom: { kind: 'symptom' },
  phone: { kind: 'phone' },
  section: { kind: 'section', sections: ['test.photos', 'test.calls'] },
  check: {
    kind: 'check',
    check: 'test.check',
    section: 'test.checked',
    position: 1,
    total: 3,
    elsewhere: false,
  },
  works: { kind: 'works', check: 'test.check' },
  'new-or-part': { kind: 'new-or-part', text: 'calls too' },
  later: { kind: 'later', text: 'calls too' },
  rating: { kind: 'rating', explained: false },
  lasted: { kind: 'lasted', check: 'test.check' },
  person: { kind: 'person', because: 'asked' },
} satisfies { [K in Question['kind']]: Question & { kind: K } };

export const kinds = Object.values(questions).map(({ kind }) => kind);

/** A session at its fifth step, in the open case, with this question. */
export function sessionWith(kind: Question['kind'], change: Partial<Session> = {}): Session {
  return { ...newSession(), step: 5, case: openCase, question: questions[kind], ...change };
}

/** A sure diagnosis of nothing in particular. */
export function diagnosisLike(change: Partial<Diagnosis> = {}): Diagnosis {
  return {
    kind: 'symptom',
    sections: [],
    confidence: 0.9,
    sure: true,
    facets: {},
    named: change.facets ?? {},
    features: [],
    working: [],
    pointedAt: [],
    later: [],
    evidence: [],
    ...change,
  };
}

/** Reads the replies of the small lexicon; to everything else it has no more to say than `shares`. */
function repliesWith(shares: ReturnType<ReplyReader['shares']> = []): ReplyReader {
  return new ReplyReader({
    lexicon: {
      ...smallGuide({ sections: [], checks: [] }).lexicon,
      languages: { lampish: ['lumo', 'lumas', 'nokto'] },
      'no-english': ['no english'],
    },
    spelling: new Spelling(new Map()),
    classifier: { shares: () => shares },
  });
}

export const replies = repliesWith();

interface Given {
  /** What every text is diagnosed as. */
  diagnosis?: Partial<Diagnosis>;
  /** What a text is diagnosed as besides, by its words. */
  readAs?: (text: string) => Partial<Diagnosis>;
  session?: Partial<Session>;
  /** What a look at the names of settings finds. */
  named?: Partial<Diagnosis>;
  /** What the classifier of replies makes of every text. */
  shares?: ReturnType<ReplyReader['shares']>;
}

/** Reads a text that is typed at a question of this kind. */
export function readTypedAt(text: string, kind: Question['kind'], given: Given = {}): Intent {
  const understanding: Understanding = {
    diagnose: (said, known: Facets = {}) => {
      const diagnosis = diagnosisLike({ ...given.diagnosis, ...given.readAs?.(said) });
      return { ...diagnosis, facets: { ...known, ...diagnosis.facets } };
    },
    searchNames: (_, diagnosis) => ({ ...diagnosis, ...given.named }),
  };
  return readTyped({
    text,
    session: sessionWith(kind, given.session),
    understanding,
    replies: repliesWith(given.shares),
  });
}
