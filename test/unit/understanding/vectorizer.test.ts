import { wordFeature } from '../../../src/understanding/feature-hash.ts';
import { Vectorizer, type FeatureBlocks } from '../../../src/understanding/vectorizer.ts';

const blocksOf = (...blocks: string[][]): FeatureBlocks => blocks.map((block) => block.map(wordFeature));
const documents = [
  blocksOf(['phone', 'off'], ['x']),
  blocksOf(['phone', 'on'], ['x']),
  blocksOf(['phone', 'off', 'rare'], ['y']),
];
const names = new Map(['phone', 'off', 'on', 'rare', 'x', 'y'].map((name) => [wordFeature(name), name]));

function fit(minimum = 1, blockWeights = [1, 1]) {
  return Vectorizer.fitTransform(documents, { minimum, blockWeights }).vectorizer;
}

function lengthOf(values: Iterable<number>): number {
  return Math.hypot(...values);
}

/** The values of a vector by the name of the feature. */
function named(vectorizer: Vectorizer, blocks: string[][]): Record<string, number> {
  const { indices, values } = vectorizer.vector(blocksOf(...blocks));
  return Object.fromEntries(
    [...indices].map((index, place) => [nameOf(vectorizer.features[index]), values[place] ?? NaN]),
  );
}

function nameOf(feature: number | undefined): string {
  return names.get(feature ?? NaN) ?? '';
}

describe('the vectorizer', () => {
  test('drops features that too few documents have', () => {
    expect([...fit(2).features].map(nameOf).sort()).toEqual(['off', 'phone', 'x']);
    expect(fit(2).size).toBe(3);
  });

  test('a feature that occurs twice in one document counts as one document', () => {
    const { vectorizer } = Vectorizer.fitTransform([blocksOf(['a', 'a'])], { minimum: 2, blockWeights: [1] });
    expect(vectorizer.size).toBe(0);
  });

  test('weighs a feature of few documents more than one of many', () => {
    const { phone, rare } = named(fit(), [['phone', 'rare'], []]);
    expect(rare).toBeGreaterThan(phone ?? NaN);
  });

  test('weighs by the smoothed inverse document frequency', () => {
    const vectorizer = fit();
    const weightOf = (feature: string) => vectorizer.idf[vectorizer.features.indexOf(wordFeature(feature))];
    expect(weightOf('phone')).toBeCloseTo(1, 6);
    expect(weightOf('rare')).toBeCloseTo(Math.log(4 / 2) + 1, 6);
  });

  test('a second occurrence adds less than the first', () => {
    const { vectorizer } = Vectorizer.fitTransform([blocksOf(['phone', 'off'])], {
      minimum: 1,
      blockWeights: [1],
    });
    const { phone, off } = named(vectorizer, [['phone', 'phone', 'off']]);
    expect((phone ?? NaN) / (off ?? NaN)).toBeCloseTo(1 + Math.log(2), 5);
  });

  test('gives each block the length of its weight, whatever is in it', () => {
    const vectorizer = fit(1, [2, 0.5]);
    expect(lengthOf(vectorizer.vector(blocksOf(['phone', 'off', 'rare'], [])).values)).toBeCloseTo(2, 5);
    expect(lengthOf(vectorizer.vector(blocksOf([], ['x', 'y'])).values)).toBeCloseTo(0.5, 5);
  });

  test('unknown features leave no trace', () => {
    const vectorizer = fit();
    expect(vectorizer.vector(blocksOf(['phone', 'never seen'], []))).toEqual(
      vectorizer.vector(blocksOf(['phone'], [])),
    );
    expect(vectorizer.vector(blocksOf(['never seen'], [])).indices).toHaveLength(0);
  });

  test('one text leaves nothing behind for the next', () => {
    const vectorizer = fit();
    const before = vectorizer.vector(blocksOf(['phone'], ['x']));
    vectorizer.vector(blocksOf(['phone', 'phone', 'off'], ['x', 'y']));
    expect(vectorizer.vector(blocksOf(['phone'], ['x']))).toEqual(before);
  });

  test('gives the documents it learns from the vectors that it gives them afterwards', () => {
    const { vectorizer, vectors } = Vectorizer.fitTransform(documents, { minimum: 2, blockWeights: [1, 2] });
    expect(vectors).toEqual(documents.map((blocks) => vectorizer.vector(blocks)));
  });

  test('takes texts of any length, and the next is as before', () => {
    const vectorizer = fit();
    const before = vectorizer.vector(documents[2] ?? []);
    const many = Array.from({ length: 3_000 }, (_, index) => (index % 2 === 0 ? 'phone' : 'off'));
    const { indices, values } = vectorizer.vector(blocksOf(many, ['x', 'y']));
    expect(indices).toHaveLength(4);
    expect(lengthOf(values.subarray(0, 2))).toBeCloseTo(1, 5);
    expect(vectorizer.vector(documents[2] ?? [])).toEqual(before);
  });

  test('takes texts with thousands of different features', () => {
    const words = Array.from({ length: 5_000 }, (_, index) => `w${index}`);
    const { vectors } = Vectorizer.fitTransform([blocksOf(words)], { minimum: 1, blockWeights: [1] });
    expect(vectors[0]?.indices).toHaveLength(5_000);
    expect(lengthOf(vectors[0]?.values ?? [])).toBeCloseTo(1, 4);
  });

  test('made again from its parts it gives the same vectors', () => {
    const { features, idf } = fit();
    const again = new Vectorizer({ features, idf, blockWeights: [1, 1] });
    expect(again.vector(documents[2] ?? [])).toEqual(fit().vector(documents[2] ?? []));
  });
});
