import { ReplyReader } from '../../../src/understanding/replies.ts';
import { Spelling } from '../../../src/understanding/spelling.ts';
import { smallGuide } from '../../support/small-guide.ts';

const { lexicon } = smallGuide({ sections: [], checks: [] });
const read = (text: string) =>
  new ReplyReader({
    lexicon,
    spelling: new Spelling(
      new Map([
        ['already', 1],
        ['works', 1],
      ]),
    ),
    classifier: { shares: () => [{ reply: 'skip', share: 1 }] },
  }).read(text);

describe('a typed reply', () => {
  it.each([
    ['already on', 'already-ok'],
    ["can't find it", 'not-found'],
    ['Go back!', 'back'],
    ['It works now', 'works'],
    ['where am I', 'where-am-i'],
  ] as const)('%j is certainly %s', (text, reply) => {
    expect(read(text)).toEqual([{ reply, certainty: 1 }]);
  });

  it('is as certain as the share of words it covers', () => {
    expect(read('it is already on my dear')).toEqual([{ reply: 'already-ok', certainty: 2 / 6 }]);
  });

  it('counts all words of the same reply', () => {
    expect(read('skip please later')).toEqual([{ reply: 'skip', certainty: 2 / 3 }]);
  });

  it('that covers most words comes first', () => {
    expect(read('yes it was already on').map(({ reply }) => reply)).toEqual(['already-ok', 'yes']);
    expect(read('no it works now').map(({ reply }) => reply)).toEqual(['works', 'no']);
  });

  it('is read with its slips put right', () => {
    expect(read('alredy on')).toEqual([{ reply: 'already-ok', certainty: 1 }]);
  });

  it.each(['', '?!', 'my cat sleeps'])('is not in %j', (text) => {
    expect(read(text)).toEqual([]);
  });

  it('is looked for in forty words and not in a story of more', () => {
    const story = (count: number) => ['skip', ...Array.from({ length: count - 1 }, () => 'cat')].join(' ');
    expect(read(story(40))).toHaveLength(1);
    expect(read(story(41))).toEqual([]);
  });
});
