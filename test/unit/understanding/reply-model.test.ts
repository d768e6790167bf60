import type { Reply } from '../../../src/understanding/replies.ts';
import { ReplyClassifier, replyExamplesOf } from '../../../src/understanding/reply-model.ts';
import { Spelling } from '../../../src/understanding/spelling.ts';
import { sectionLike, smallGuide } from '../../support/small-guide.ts';

const spelling = new Spelling(new Map());
const phrases = ['the lamp is dark', 'no light comes', 'it stays dark at night'];
const guide = {
  ...smallGuide({ sections: [sectionLike({ id: 'test.lights', phrases, checks: [] })], checks: [] }),
  typedReplies: {
    skip: ['another one if you please', 'show another one', 'rather another one'],
    'no-reply': ['my cat sleeps', 'the cat sleeps again', 'cats sleep a lot'],
  },
};
const classifier = new ReplyClassifier({ guide, spelling });

const best = (text: string) => {
  const shares = classifier.shares(text);
  const none = 1 - shares.reduce((sum, { share }) => sum + share, 0);
  const [first] = shares.sort((a, b) => b.share - a.share);
  return first && first.share > none ? first.reply : 'none';
};

describe('the classifier of replies', () => {
  it.each<[string, Reply | 'none']>([
    ['please another one', 'skip'],
    ['dear me, going back', 'back'],
    ['the cats sleep', 'none'],
    ['the lamp is dark', 'none'],
    ['photos', 'none'],
    ['windows 7', 'none'],
  ])('reads %j as %s', (text, reply) => {
    expect(best(text)).toBe(reply);
  });

  it('gives probabilities of replies alone', () => {
    const shares = classifier.shares('another cat');
    expect(shares.map(({ reply }) => reply).sort()).toEqual(Object.keys(guide.lexicon.replies).sort());
    const sum = shares.reduce((total, { share }) => total + share, 0);
    expect(sum).toBeGreaterThan(0);
    expect(sum).toBeLessThan(1);
    for (const { share } of shares) expect(share).toBeGreaterThanOrEqual(0);
  });

  it('goes on with a model that was trained before', () => {
    const again = new ReplyClassifier({ guide, spelling, model: classifier.model });
    expect(again.model).toBe(classifier.model);
    expect(again.shares('another one')).toEqual(classifier.shares('another one'));
  });

  it('reads the first sixty words', () => {
    const story = (last: string) => `${'so '.repeat(60)}${last}`;
    expect(classifier.shares(story('back'))).toEqual(classifier.shares(story('sleeps')));
    expect(classifier.shares(`${'so '.repeat(59)}back`)).not.toEqual(
      classifier.shares(`${'so '.repeat(59)}sleeps`),
    );
  });
});

describe('its examples', () => {
  const labelsOf = (text: string) =>
    replyExamplesOf(guide)
      .filter((example) => example.text === text)
      .map(({ label }) => label);

  it('are the words of the lexicon and what the guide has besides', () => {
    expect(labelsOf('go back')).toEqual(['back']);
    expect(labelsOf('show another one')).toEqual(['skip']);
  });

  it('are no replies too', () => {
    expect(labelsOf('my cat sleeps')).toEqual(['none.other']);
    expect(labelsOf('the lamp is dark')).toEqual(['none.symptom']);
  });

  it('are all names of a thing that are one word, and one in four of the others', () => {
    const photos = ['pics', 'camera roll', 'photo tab', 'new photos', 'photo album', 'my photos'];
    const { lexicon } = smallGuide({ sections: [], checks: [] });
    const named = smallGuide({
      sections: [],
      checks: [],
      lexicon: { ...lexicon, feature: { ...lexicon.feature, photos } },
    });
    const names = replyExamplesOf(named).filter(({ label }) => label === 'none.name');
    const ofPhotos = names.map(({ text }) => text).filter((text) => photos.includes(text));
    expect(ofPhotos).toContain('pics');
    expect(ofPhotos.length).toBeLessThanOrEqual(3);
  });

  it('of symptoms are one in twenty', () => {
    const many = Array.from({ length: 41 }, (_, index) => `trouble ${index}`);
    const section = sectionLike({ id: 'test.lights', phrases: many, checks: [] });
    const examples = replyExamplesOf(smallGuide({ sections: [section], checks: [] }));
    expect(examples.filter(({ label }) => label === 'none.symptom').map(({ text }) => text)).toEqual([
      'trouble 0',
      'trouble 20',
      'trouble 40',
    ]);
  });
});
