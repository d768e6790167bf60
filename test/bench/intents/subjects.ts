import Fuse from 'fuse.js';
import MiniSearch from 'minisearch';
import { IntentClassifier, trainOnFeatures } from '../../../src/understanding/intent-model.ts';
import { words } from '../../../src/understanding/text.ts';
import { WordFeatures } from '../../../src/understanding/word-features.ts';
import type { Question } from './questions.ts';

/** Gives the category of a text; undefined when nothing is near. */
export type Answer = (text: string) => string | undefined;

/** One way to tell intents apart. */
export interface Subject {
  name: string;
  /** How many of the test questions it is asked. */
  asked: 'all' | 'sample';
  learn(questions: readonly Question[]): Answer;
}

/** The classifier of the product, without the guide's lexicon: no products, concepts or facets. */
const classifier: Subject = {
  name: 'this classifier',
  asked: 'all',
  learn(questions) {
    const features = new WordFeatures();
    const blocksOf = (text: string) => {
      const read = words(text);
      return features.blocks({ words: read, plain: read, named: [] });
    };
    const examples = questions.map(({ text, category }) => ({ label: category, blocks: blocksOf(text) }));
    const model = trainOnFeatures(examples, { leastDocuments: leastDocumentsFor(questions) });
    const intents = new IntentClassifier(model);
    return (text) => intents.labels[indexOfHighest(intents.probabilities(blocksOf(text)))];
  },
};

/** Where a category has a dozen examples, one occurrence is all there is to learn from. */
function leastDocumentsFor(questions: readonly Question[]): number {
  const categories = new Set(questions.map(({ category }) => category)).size;
  return questions.length / categories < 20 ? 1 : 2;
}

function indexOfHighest(values: Float64Array): number {
  return values.reduce((best, value, index) => (value > (values[best] ?? 0) ? index : best), 0);
}

const miniSearch: Subject = {
  name: 'MiniSearch',
  asked: 'all',
  learn(questions) {
    const index = new MiniSearch<Question & { id: number }>({ fields: ['text'], storeFields: ['category'] });
    index.addAll(questions.map((question, id) => ({ ...question, id })));
    return (text) => index.search(text)[0]?.['category'] as string | undefined;
  },
};

function fuse(name: string, options: { useTokenSearch?: boolean }): Subject {
  return {
    name,
    asked: 'sample',
    learn(questions) {
      const index = new Fuse(questions, { keys: ['text'], includeScore: true, ...options });
      return (text) => index.search(text, { limit: 1 })[0]?.item.category;
    },
  };
}

/** In the order of the table. */
export const subjects: readonly Subject[] = [
  classifier,
  miniSearch,
  fuse('fuse.js, token search', { useTokenSearch: true }),
  fuse('fuse.js, default', {}),
];
