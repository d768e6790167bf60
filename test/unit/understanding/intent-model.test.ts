import {
  examplesOf,
  IntentClassifier,
  trainIntentModel,
  trainOnFeatures,
} from '../../../src/understanding/intent-model.ts';
import { wordFeature } from '../../../src/understanding/feature-hash.ts';
import { TextReader } from '../../../src/understanding/text-reader.ts';
import { words } from '../../../src/understanding/text.ts';
import { sectionLike, smallGuide } from '../../support/small-guide.ts';

const blocksOf = (text: string) => [words(text).map(wordFeature)];

const lessons = [
  ['cat', 'my cat meows'],
  ['cat', 'the cat purrs'],
  ['cat', 'a cat sleeps'],
  ['dog', 'my dog barks'],
  ['dog', 'the dog bites'],
  ['dog', 'a dog runs'],
] as const;

function trained(leastDocuments?: number) {
  const examples = lessons.map(([label, text]) => ({ label, blocks: blocksOf(text) }));
  return trainOnFeatures(examples, leastDocuments === undefined ? undefined : { leastDocuments });
}

describe('the examples of a guide', () => {
  const guide = smallGuide({
    sections: [
      sectionLike({
        id: 'test.photos',
        title: 'Photos',
        choice: 'Photos are missing',
        phrases: ['my gallery is empty', 'no pictures on the pc'],
        checks: [],
      }),
    ],
    checks: [],
    lexicon: {
      intents: {
        person: ['a human please'],
        'small-talk': {
          greeting: ['hello there'],
          thanks: ['thank you'],
          goodbye: ['bye'],
          about: ['who are you'],
          insult: ['you are useless'],
          chatter: ['nice weather'],
          wait: ['hang on'],
        },
        'off-topic': ['my printer is jammed'],
      },
    },
  });
  const textsOf = (wanted: string) =>
    examplesOf(guide)
      .filter(({ label }) => label === wanted)
      .map(({ text }) => text);

  test.each([
    ['test.photos', ['Photos', 'Photos are missing', 'my gallery is empty', 'no pictures on the pc']],
    ['person', ['a human please']],
    ['off-topic', ['my printer is jammed']],
    ['small-talk.greeting', ['hello there']],
    ['small-talk.insult', ['you are useless']],
  ])('for %s are %j', (label, texts) => {
    expect(textsOf(label)).toEqual(texts);
  });

  test('are each text once', () => {
    expect(examplesOf(guide)).toHaveLength(4 + 1 + 7 + 1);
  });
});

describe('an intent model', () => {
  test('lists its labels in the order of the alphabet', () => {
    expect(trained().labels).toEqual(['cat', 'dog']);
  });

  test('has a weight for each feature and label', () => {
    const { labels, features, idf, weights } = trained();
    expect([idf.length, weights.length]).toEqual([features.length, features.length * labels.length]);
  });

  test('leaves out features seen once, unless asked to keep them', () => {
    expect(trained().features).not.toContain(wordFeature('purrs'));
    expect(trained(1).features).toContain(wordFeature('purrs'));
  });

  test('is the same when trained again', () => {
    expect(trained()).toEqual(trained());
  });

  test('tells new texts apart, with probabilities in the order of its labels', () => {
    const classifier = new IntentClassifier(trained());
    const [cat = NaN, dog = NaN] = classifier.probabilities(blocksOf('one dog, please'));
    expect(classifier.labels).toEqual(['cat', 'dog']);
    expect(dog).toBeGreaterThan(cat);
    expect(cat + dog).toBeCloseTo(1, 9);
  });

  test('trained on read texts tells their likes apart', () => {
    const reader = new TextReader(smallGuide({ sections: [], checks: [] }));
    const model = trainIntentModel(reader, [
      { text: 'photos missing on the pc', label: 'photos' },
      { text: 'my photos are missing', label: 'photos' },
      { text: 'all photos went missing', label: 'photos' },
      { text: 'calls never ring on the pc', label: 'calls' },
      { text: 'my calls do not ring', label: 'calls' },
      { text: 'no calls ring anywhere', label: 'calls' },
    ]);
    const classifier = new IntentClassifier(model);
    const best = (text: string) => {
      const probabilities = classifier.probabilities(reader.read(text).blocks);
      return classifier.labels[probabilities.indexOf(Math.max(...probabilities))];
    };
    expect(['missing photos', 'no ring on calls'].map(best)).toEqual(['photos', 'calls']);
  });
});
