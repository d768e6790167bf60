import {
  examplesOf,
  IntentClassifier,
  trainIntentModel,
  trainOnFeatures,
} from '../../../src/understanding/intent-model.ts';
import { wordGrams } from '../../../src/understanding/n-grams.ts';
import { TextReader } from '../../../src/understanding/text-reader.ts';
import { words } from '../../../src/understanding/text.ts';
import { realContent } from '../../support/content.ts';

const { guide } = realContent();
const blocksOf = (text: string) => [wordGrams(words(text))];

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

describe('the examples of the guide', () => {
  const examples = examplesOf(guide);

  test('every section, asking for a person, small talk and off topic have some', () => {
    const labels = new Set(examples.map(({ label }) => label));
    for (const { id } of guide.sections) expect(labels).toContain(id);
    for (const label of ['person', 'off-topic', 'small-talk.greeting', 'small-talk.thanks']) {
      expect(labels).toContain(label);
    }
  });

  test("a section's title, button and phrases stand for it", () => {
    const [section] = guide.sections;
    const texts = examples.filter(({ label }) => label === section?.id).map(({ text }) => text);
    expect(texts).toEqual([section?.title, section?.choice, ...(section?.phrases ?? [])]);
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
    expect(trained().features).not.toContain('purr');
    expect(trained(1).features).toContain('purr');
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

  test('of a part of the guide knows the texts it was trained on', () => {
    const reader = new TextReader(guide);
    const labels = ['iphone.messaging-limits', 'android.photos-storage', 'person'];
    const examples = examplesOf(guide).filter(({ label }) => labels.includes(label));
    const classifier = new IntentClassifier(trainIntentModel(reader, examples));
    const right = examples.filter(({ text, label }) => {
      const probabilities = classifier.probabilities(reader.read(text).blocks);
      return classifier.labels[probabilities.indexOf(Math.max(...probabilities))] === label;
    });
    expect(right.length / examples.length).toBeGreaterThan(0.97);
  });
});
