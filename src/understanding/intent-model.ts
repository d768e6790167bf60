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
  /** Hashes of the features, in the order of `idf`. */
  features: Int32Array;
  idf: Float32Array;
  weights: Float32Array;
}

/**
 * Words, letters, concepts with facets, pairs of words. Set by cross-validation on the guide's own phrases: concepts
 * stand for fewer ways of saying things than words do.
 */
const blockWeights = [1, 1, 0.7, 1] as const;

/** Of a guide's examples; with so many, what only two of them have in common is mostly chance. */
const leastDocuments = 3;

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

interface ReadExample {
  label: string;
  blocks: FeatureBlocks;
}

/** Trains on examples; deterministic. Less than two seconds for the guide's own. */
export function trainIntentModel(reader: TextReader, examples: readonly Example[]): IntentModel {
  return trainOnFeatures(readEach(reader, examples), { leastDocuments });
}

/** One by one, so that no more than one text's features are in memory. */
function* readEach(reader: TextReader, examples: readonly Example[]): Generator<ReadExample> {
  for (const { text, label } of examples) yield { label, blocks: reader.read(text).blocks };
}

/** The same for texts in whatever blocks of features. Each is taken once. */
export function trainOnFeatures(
  examples: Iterable<ReadExample>,
  options: { leastDocuments: number } = { leastDocuments: 2 },
): IntentModel {
  const given: string[] = [];
  function* documents(): Generator<FeatureBlocks> {
    for (const { label, blocks } of examples) {
      given.push(label);
      yield blocks;
    }
  }
  const { vectorizer, vectors } = Vectorizer.fitTransform(documents(), {
    minimum: options.leastDocuments,
    blockWeights,
  });
  const labels = [...new Set(given)].sort();
  const classOf = new Map(labels.map((label, index) => [label, index]));
  const { weights } = trainClassifier({
    vectors,
    labels: given.map((label) => classOf.get(label) ?? 0),
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
