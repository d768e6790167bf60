import { Vectorizer } from '../../../src/understanding/vectorizer.ts';

const documents = [
  [['phone', 'off'], ['x']],
  [['phone', 'on'], ['x']],
  [['phone', 'off', 'rare'], ['y']],
];

function fit(minimum = 1, blockWeights = [1, 1]) {
  return Vectorizer.fitTransform(documents, { minimum, blockWeights }).vectorizer;
}

function lengthOf(values: Iterable<number>): number {
  return Math.hypot(...values);
}

/** The values of a vector by the name of the feature. */
function named(vectorizer: Vectorizer, blocks: string[][]): Record<string, number> {
  const { indices, values } = vectorizer.vector(blocks);
  return Object.fromEntries(
    [...indices].map((index, place) => [vectorizer.features[index] ?? '', values[place] ?? NaN]),
  );
}

describe('the vectorizer', () => {
  test('drops features that too few documents have', () => {
    expect(fit(2).features.sort()).toEqual(['off', 'phone', 'x']);
    expect(fit(2).size).toBe(3);
  });

  test('a feature that occurs twice in one document counts as one document', () => {
    const { vectorizer } = Vectorizer.fitTransform([[['a', 'a']]], { minimum: 2, blockWeights: [1] });
    expect(vectorizer.features).toEqual([]);
  });

  test('weighs a feature of few documents more than one of many', () => {
    const { phone, rare } = named(fit(), [['phone', 'rare'], []]);
    expect(rare).toBeGreaterThan(phone ?? NaN);
  });

  test('weighs by the smoothed inverse document frequency', () => {
    const vectorizer = fit();
    const weightOf = (feature: string) => vectorizer.idf[vectorizer.features.indexOf(feature)];
    expect(weightOf('phone')).toBeCloseTo(1, 6);
    expect(weightOf('rare')).toBeCloseTo(Math.log(4 / 2) + 1, 6);
  });

  test('a second occurrence adds less than the first', () => {
    const { vectorizer } = Vectorizer.fitTransform([[['phone', 'off']]], { minimum: 1, blockWeights: [1] });
    const { phone, off } = named(vectorizer, [['phone', 'phone', 'off']]);
    expect((phone ?? NaN) / (off ?? NaN)).toBeCloseTo(1 + Math.log(2), 5);
  });

  test('gives each block the length of its weight, whatever is in it', () => {
    const vectorizer = fit(1, [2, 0.5]);
    expect(lengthOf(vectorizer.vector([['phone', 'off', 'rare'], []]).values)).toBeCloseTo(2, 5);
    expect(lengthOf(vectorizer.vector([[], ['x', 'y']]).values)).toBeCloseTo(0.5, 5);
  });

  test('unknown features leave no trace', () => {
    const vectorizer = fit();
    expect(vectorizer.vector([['phone', 'never seen'], []])).toEqual(vectorizer.vector([['phone'], []]));
    expect(vectorizer.vector([['never seen'], []]).indices).toHaveLength(0);
  });

  test('one text leaves nothing behind for the next', () => {
    const vectorizer = fit();
    const before = vectorizer.vector([['phone'], ['x']]);
    vectorizer.vector([
      ['phone', 'phone', 'off'],
      ['x', 'y'],
    ]);
    expect(vectorizer.vector([['phone'], ['x']])).toEqual(before);
  });

  test('gives the documents it learns from the vectors that it gives them afterwards', () => {
    const { vectorizer, vectors } = Vectorizer.fitTransform(documents, { minimum: 2, blockWeights: [1, 2] });
    expect(vectors).toEqual(documents.map((blocks) => vectorizer.vector(blocks)));
  });

  test('features that come in bundles count like single ones', () => {
    const bundled = documents.map(([first = [], second = []]) => [[first], second]);
    const { vectorizer } = Vectorizer.fitTransform(bundled, { minimum: 1, blockWeights: [1, 1] });
    expect(vectorizer.features).toEqual(fit().features);
    expect(vectorizer.vector(bundled[2] ?? [])).toEqual(fit().vector(documents[2] ?? []));
  });

  test('made again from its parts it gives the same vectors', () => {
    const { features, idf } = fit();
    const again = new Vectorizer({ features, idf, blockWeights: [1, 1] });
    expect(again.vector(documents[2] ?? [])).toEqual(fit().vector(documents[2] ?? []));
  });
});
