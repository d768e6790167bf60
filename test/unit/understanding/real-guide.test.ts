import { examplesOf, IntentClassifier, trainIntentModel } from '../../../src/understanding/intent-model.ts';
import { TextReader } from '../../../src/understanding/text-reader.ts';
import { realContent } from '../../support/content.ts';

const { guide } = realContent();

describe('the examples of the real guide', () => {
  test('every section, asking for a person, small talk and off topic have some', () => {
    const labels = new Set(examplesOf(guide).map(({ label }) => label));
    for (const { id } of guide.sections) expect(labels).toContain(id);
    for (const label of ['person', 'off-topic', 'small-talk.greeting', 'small-talk.thanks']) {
      expect(labels).toContain(label);
    }
  });
});

test('a model of a part of the real guide knows the texts it was trained on', () => {
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
