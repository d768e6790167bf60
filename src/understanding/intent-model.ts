import type { Guide } from '../guide/guide.ts';
import { LinearClassifier, trainClassifier } from './linear-classifier.ts';
import type { TextReader } from './text-reader.ts';
import { Vectorizer, type FeatureBlocks } from './vectorizer.ts';

/** One text with what it is about: a section's id, `person`, `off-topic`, or `small-talk.` and its kind. */
export interface Example {
  text: string;
  label: string;
}

/** The trained classifier of a guide, as it is kept between starts. */
export interface IntentModel {
  labels: string[];
  features: string[];
  idf: Float32Array;
  weights: Float32Array;
}

/**
 * Words, letters, concepts with facets, pairs of words. Set by cross-validation on the guide's own phrases: concepts
 * stand for fewer ways of saying things than words do.
 */
const blockWeights = [1, 1, 0.7, 1] as const;

/** Everything the guide's authors wrote as examples. */
export function examplesOf(guide: Guide): Example[] {
  const { person, 'small-talk': smallTalk, 'off-topic': offTopic } = guide.lexicon.intents;
  return [
    ...guide.sections.flatMap(({ id, title, choice, phrases }) =>
      [title, choice, ...phrases].map((text) => ({ text, label: id })),
    ),
    ...person.map((text) => ({ text, label: 'person' })),
    ...offTopic.map((text) => ({ text, label: 'off-topic' })),
    ...Object.entries(smallTalk).flatMap(([kind, texts]) =>
      texts.map((text) => ({ text, label: `small-talk.${kind}` })),
    ),
  ];
}

/** Trains on examples; deterministic. About one second for the guide's own. */
export function trainIntentModel(reader: TextReader, examples: Example[]): IntentModel {
  return trainOnFeatures(examples.map(({ text, label }) => ({ label, blocks: reader.read(text).blocks })));
}

/** The same for texts that were read before, in whatever blocks of features. */
export function trainOnFeatures(
  examples: readonly { label: string; blocks: FeatureBlocks }[],
  options: { leastDocuments: number } = { leastDocuments: 2 },
): IntentModel {
  const labels = [...new Set(examples.map(({ label }) => label))].sort();
  const classOf = new Map(labels.map((label, index) => [label, index]));
  const documents = examples.map(({ blocks }) => blocks);
  const vectorizer = Vectorizer.fit(documents, { minimum: options.leastDocuments, blockWeights });
  const { weights } = trainClassifier({
    vectors: documents.map((blocks) => vectorizer.vector(blocks)),
    labels: examples.map(({ label }) => classOf.get(label) ?? 0),
    features: vectorizer.size,
    classes: labels.length,
  });
  return { labels, features: vectorizer.features, idf: vectorizer.idf, weights };
}

/** Reads probabilities off a trained model. */
export class IntentClassifier {
  readonly labels: readonly string[];
  readonly #vectorizer: Vectorizer;
  readonly #classifier: LinearClassifier;

  constructor(model: IntentModel) {
    this.labels = model.labels;
    this.#vectorizer = new Vectorizer({ features: model.features, idf: model.idf, blockWeights });
    this.#classifier = new LinearClassifier({ classes: model.labels.length, weights: model.weights });
  }

  /** Probability of each label, in the order of `labels`, summing to 1. */
  probabilities(blocks: FeatureBlocks): Float64Array {
    return this.#classifier.probabilities(this.#vectorizer.vector(blocks));
  }
}
