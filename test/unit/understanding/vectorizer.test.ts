import { Vectorizer } from '../../../src/understanding/vectorizer.ts';

const documents = [
  [['phone', 'off'], ['x']],
  [['phone', 'on'], ['x']],
  [['phone', 'off', 'rare'], ['y']],
];

function fit(minimum = 1, blockWeights = [1, 1]) {
  return Vectorizer.fit(documents, { minimum, blockWeights });
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
    expect(Vectorizer.fit([[['a', 'a']]], { minimum: 2, blockWeights: [1] }).features).toEqual([]);
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
    const { phone, off } = named(Vectorizer.fit([[['phone', 'off']]], { minimum: 1, blockWeights: [1] }), [
      ['phone', 'phone', 'off'],
    ]);
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

  test('made again from its parts it gives the same vectors', () => {
    const { features, idf } = fit();
    const again = new Vectorizer({ features, idf, blockWeights: [1, 1] });
    expect(again.vector(documents[2] ?? [])).toEqual(fit().vector(documents[2] ?? []));
  });
});
