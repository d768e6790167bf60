import {
  LinearClassifier,
  trainClassifier,
  type SparseVector,
  type TrainingOptions,
} from '../../../src/understanding/linear-classifier.ts';

function vector(...entries: [index: number, value: number][]): SparseVector {
  return {
    indices: Uint32Array.from(entries, ([index]) => index),
    values: Float32Array.from(entries, ([, value]) => value),
  };
}

/** Three classes, each with a feature of its own and one that all share. */
const examples = Array.from({ length: 30 }, (_, index) => ({
  label: index % 3,
  vector: vector([index % 3, 1], [3, 0.5 + index / 100]),
}));

function train(options?: Partial<TrainingOptions>, of = examples): LinearClassifier {
  return trainClassifier({
    vectors: of.map((example) => example.vector),
    labels: of.map(({ label }) => label),
    features: 4,
    classes: 3,
    options,
  });
}

const best = (probabilities: Float64Array) => probabilities.indexOf(Math.max(...probabilities));
const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);

describe('the classifier', () => {
  test('knows every example it was trained on when they can be told apart', () => {
    const classifier = train();
    expect(examples.map((example) => best(classifier.probabilities(example.vector)))).toEqual(
      examples.map(({ label }) => label),
    );
  });

  test('gives probabilities that sum to 1, also of great scores', () => {
    const classifier = new LinearClassifier({ classes: 2, weights: Float32Array.of(1000, -1000) });
    const probabilities = classifier.probabilities(vector([0, 5]));
    expect(sum(probabilities)).toBeCloseTo(1, 12);
    expect([...probabilities]).toEqual([1, 0]);
  });

  test('finds all classes alike when a text has no known feature', () => {
    for (const probability of train().probabilities(vector())) expect(probability).toBeCloseTo(1 / 3, 12);
  });

  test('an example without features changes nothing', () => {
    const empty = { label: 0, vector: vector() };
    expect(train({}, [empty]).weights).toEqual(new Float32Array(12));
  });

  test('the same examples give the same weights to the last bit', () => {
    expect(train().weights).toEqual(train().weights);
  });

  test('does not change the vectors it learns from', () => {
    const before = structuredClone(examples);
    train();
    expect(examples).toEqual(before);
  });

  test('a higher temperature makes it less certain and changes no answer', () => {
    const [cool, warm] = [train({ temperature: 1 }), train({ temperature: 4 })];
    const text = vector([1, 1], [3, 0.6]);
    expect(best(warm.probabilities(text))).toBe(best(cool.probabilities(text)));
    expect(Math.max(...warm.probabilities(text))).toBeLessThan(Math.max(...cool.probabilities(text)));
  });

  test('a margin drives the right class further ahead', () => {
    const lead = (margin: number) => {
      const [, right = NaN, wrong = NaN] = train({ margin, cost: 1 }).probabilities(vector([1, 1]));
      return Math.log(right / wrong);
    };
    expect(lead(4)).toBeGreaterThan(lead(0) * 1.5);
  });

  test('a higher cost follows the examples more closely', () => {
    const weightsAt = (cost: number) => Math.hypot(...train({ cost }).weights);
    expect(weightsAt(10)).toBeGreaterThan(weightsAt(0.1) * 2);
  });

  test('an example that has settled is not visited again', () => {
    const once = train({ passes: 1 });
    expect(train({ passes: 5, settled: Infinity }).weights).toEqual(once.weights);
    expect(train({ passes: 5, settled: 0 }).weights).not.toEqual(once.weights);
  });

  test('reaches the optimum of regularised logistic regression', () => {
    const cost = 0.5;
    const { weights } = train({ cost, margin: 0, settled: 0, temperature: 1, passes: 200 });
    const classifier = new LinearClassifier({ classes: 3, weights });
    const expected = new Float64Array(12);
    for (const { vector: example, label } of examples) {
      const probabilities = classifier.probabilities(example);
      example.indices.forEach((feature, place) => {
        for (let c = 0; c < 3; c += 1) {
          const lacking = (c === label ? 1 : 0) - (probabilities[c] ?? NaN);
          expected[feature * 3 + c]! += cost * lacking * (example.values[place] ?? NaN);
        }
      });
    }
    // Where the gradient is zero the weights are the sum of what each example still lacks.
    weights.forEach((weight, index) => expect(weight).toBeCloseTo(expected[index] ?? NaN, 1));
  });
});
