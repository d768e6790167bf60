import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadUnderstanding } from '../../../src/model-cache.ts';
import { projectRoot } from '../../../src/project-root.ts';
import { evaluateReplies, type LabelledReply } from '../../../src/understanding/reply-evaluation.ts';
import { realContent } from '../../support/content.ts';

const { guide } = realContent();
const understanding = loadUnderstanding(guide);

/** None of them is an example of the guide. */
const replies = readFileSync(join(projectRoot, 'test/data/typed-replies.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as LabelledReply);

test('of 950 replies that it never saw, more than four in five are read as a person would', () => {
  const { n, right } = evaluateReplies(guide, understanding, replies);
  expect(n).toBe(950);
  expect(right).toBeGreaterThan(0.83);
});

test('what is missed is told with what it was read as', () => {
  const line: LabelledReply = { question: 'works', text: 'no', want: ['works'] };
  expect(evaluateReplies(guide, understanding, [line])).toEqual({
    n: 1,
    right: 0,
    misses: [{ ...line, got: 'still-broken' }],
  });
});

test.each([
  ['check', 'it was off, on now', 'fixed'],
  ['check', 'take me back', 'back'],
  ['check', 'human please', 'talk-to-person'],
  ['check', 'nope', 'not-yet'],
  ['check', 'how many more of these', 'where-am-i'],
  ['check', 'thanks', 'small-talk'],
  ['works', '👍', 'works'],
  ['works', '👎', 'still-broken'],
] as const)('at a %s question %j is %s', (question, text, meaning) => {
  expect(evaluateReplies(guide, understanding, [{ question, text, want: [meaning] }]).misses).toEqual([]);
});

test.each(['photos', 'texts', 'calls', 'notifications', 'samsung', 'windows 11', 'everything'])(
  'the bare word %j says of a check neither that it is right nor that it was put right',
  (text) => {
    const answers = ['fixed', 'already-ok', 'works', 'still-broken', 'not-found', 'not-yet', 'start-over'];
    const read = (['check', 'works'] as const).flatMap(
      (question) => evaluateReplies(guide, understanding, [{ question, text, want: [] }]).misses,
    );
    expect(read.filter(({ got }) => answers.includes(got))).toEqual([]);
  },
);
