import type { Diagnosis } from '../../../src/understanding/diagnosis.ts';
import { evaluateReplies, type LabelledReply } from '../../../src/understanding/reply-evaluation.ts';
import type { createUnderstanding } from '../../../src/understanding/understanding.ts';
import { checkLike, sectionLike, smallGuide } from '../../support/small-guide.ts';
import { diagnosisLike, replies } from './sessions.ts';

const guide = smallGuide({
  sections: [
    sectionLike({ id: 'iphone.lights', phone: 'iphone', checks: [{ check: 'test.first', weight: 1 }] }),
    sectionLike({ id: 'android.bare', phone: 'android', checks: [] }),
    sectionLike({ id: 'android.lights', phone: 'android', checks: [{ check: 'test.second', weight: 1 }] }),
  ],
  checks: [checkLike({ id: 'test.first' }), checkLike({ id: 'test.second' })],
});

/** Takes what no reply's words cover for small talk, and "weather" for off topic; sees the case's phone and section. */
function understandingOf(seen: Parameters<ReturnType<typeof createUnderstanding>['diagnose']>[]) {
  const diagnose = (...asked: (typeof seen)[number]): Diagnosis => {
    seen.push(asked);
    const [text] = asked;
    if (text === 'lamp') return diagnosisLike({ sections: [{ section: 'android.lights', share: 1 }] });
    return diagnosisLike({ kind: text === 'weather' ? 'off-topic' : 'small-talk', smallTalk: 'thanks' });
  };
  const none = {
    labels: [],
    features: new Int32Array(),
    idf: new Float32Array(),
    weights: new Float32Array(),
  };
  return {
    models: { intents: none, replies: none },
    replies,
    diagnose,
    searchNames: (_: string, diagnosis: Diagnosis) => diagnosis,
  };
}

const gotFor = (question: LabelledReply['question'], text: string) =>
  evaluateReplies(guide, understandingOf([]), [{ question, text, want: [] }]).misses[0]?.got;

it.each<[LabelledReply['question'], string, string]>([
  ['check', 'it was off', 'fixed'],
  ['check', 'cant find it', 'not-found'],
  ['check', 'go back', 'back'],
  ['check', 'no', 'not-yet'],
  ['check', 'help', 'help'],
  ['check', 'start over', 'start-over'],
  ['check', 'weather', 'off-topic'],
  ['check', 'cheers', 'small-talk'],
  ['check', 'lamp', 'unclear'],
  ['works', 'yes', 'works'],
  ['works', 'no', 'still-broken'],
])('at a %s question, %j is named %s', (question, text, name) => {
  expect(gotFor(question, text)).toBe(name);
});

it('replies are read in a case of the first section for Android phones that has a check', () => {
  const seen: Parameters<ReturnType<typeof understandingOf>['diagnose']>[] = [];
  evaluateReplies(guide, understandingOf(seen), [
    { question: 'check', text: 'cheers', want: ['small-talk'] },
  ]);
  expect(seen).toContainEqual(['cheers', { phone: 'android' }]);
});

it('the share that is right, and each miss with what it was read as', () => {
  const lines: LabelledReply[] = [
    { question: 'check', text: 'it was off', want: ['fixed'] },
    { question: 'check', text: 'weather', want: ['unclear', 'off-topic'] },
    { question: 'works', text: 'no', want: ['works'] },
    { question: 'works', text: 'yes', want: ['works'] },
  ];
  expect(evaluateReplies(guide, understandingOf([]), lines)).toEqual({
    n: 4,
    right: 0.75,
    misses: [{ question: 'works', text: 'no', want: ['works'], got: 'still-broken' }],
  });
});
