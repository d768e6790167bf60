/**
 * Multinomial logistic regression on sparse features, trained in one go and then only read.
 * Training is AdaGrad on shuffled examples (Duchi, Hazan, Singer 2011) with a fixed seed: the same examples in the
 * same order give the same weights to the last bit.
 */

/** A text as features: index and value side by side. */
export interface SparseVector {
  indices: Uint32Array;
  values: Float32Array;
}

export interface TrainingOptions {
  epochs: number;
  /** Step size of AdaGrad. */
  rate: number;
  /** Strength of the pull towards zero, per step. */
  decay: number;
  /** Share of the target given to all other classes alike, against overconfidence (label smoothing). */
  smoothing: number;
  /** Weight of each class's examples; 1 where missing. */
  classWeights?: ReadonlyMap<number, number>;
}

export const defaultTraining: TrainingOptions = { epochs: 12, rate: 0.5, decay: 0, smoothing: 0.05 };

/** Weights by feature, then class. */
export class LinearClassifier {
  readonly classes: number;
  readonly weights: Float32Array;
  readonly #scores: Float64Array;

  constructor(parts: { classes: number; weights: Float32Array }) {
    this.classes = parts.classes;
    this.weights = parts.weights;
    this.#scores = new Float64Array(parts.classes);
  }

  /** Probabilities of all classes, summing to 1. */
  probabilities(vector: SparseVector): Float64Array {
    const scores = this.#scores.fill(0);
    addScores(scores, { weights: this.weights, classes: this.classes, vector });
    return softmax(scores).slice();
  }
}

/** Trains on vectors with their classes (0 … classes − 1). `features` is the number of distinct features. */
export function trainClassifier(input: {
  vectors: SparseVector[];
  labels: ArrayLike<number>;
  features: number;
  classes: number;
  options?: Partial<TrainingOptions>;
}): LinearClassifier {
  const { vectors, labels, features, classes } = input;
  const options = { ...defaultTraining, ...input.options };
  const weights = new Float32Array(features * classes);
  const squares = new Float32Array(features * classes).fill(1e-3);
  const scores = new Float64Array(classes);
  const order = Uint32Array.from(vectors.keys());
  const random = createRandom(20_261_122);
  for (let epoch = 0; epoch < options.epochs; epoch += 1) {
    shuffle(order, random);
    for (const example of order) {
      const vector = vectors[example];
      const label = labels[example];
      if (!vector || label === undefined) continue;
      scores.fill(0);
      addScores(scores, { weights, classes, vector });
      softmax(scores);
      toGradient(scores, {
        label,
        smoothing: options.smoothing,
        weight: options.classWeights?.get(label) ?? 1,
      });
      step({ weights, squares, gradient: scores, vector, options });
    }
  }
  return new LinearClassifier({ classes, weights });
}

function addScores(
  scores: Float64Array,
  from: { weights: Float32Array; classes: number; vector: SparseVector },
): void {
  const { weights, classes, vector } = from;
  const { indices, values } = vector;
  for (let place = 0; place < indices.length; place += 1) {
    const value = values[place] as number;
    const base = (indices[place] as number) * classes;
    for (let c = 0; c < classes; c += 1)
      scores[c] = (scores[c] as number) + value * (weights[base + c] as number);
  }
}

function softmax(scores: Float64Array): Float64Array {
  let highest = -Infinity;
  for (const score of scores) if (score > highest) highest = score;
  let total = 0;
  for (let c = 0; c < scores.length; c += 1) {
    const value = Math.exp((scores[c] as number) - highest);
    scores[c] = value;
    total += value;
  }
  for (let c = 0; c < scores.length; c += 1) scores[c] = (scores[c] as number) / total;
  return scores;
}

/** Slopes smaller than this move nothing that matters, and most are: leaving them out makes training much faster. */
const leastSlope = 2e-3;

/** Turns probabilities into the gradient of the cross entropy, in place. */
function toGradient(
  scores: Float64Array,
  target: { label: number; smoothing: number; weight: number },
): void {
  const other = target.smoothing / scores.length;
  for (let c = 0; c < scores.length; c += 1) {
    const wanted = other + (c === target.label ? 1 - target.smoothing : 0);
    scores[c] = ((scores[c] as number) - wanted) * target.weight;
  }
}

function step(input: {
  weights: Float32Array;
  squares: Float32Array;
  gradient: Float64Array;
  vector: SparseVector;
  options: TrainingOptions;
}): void {
  const { weights, squares, gradient, vector, options } = input;
  const { indices, values } = vector;
  const classes = gradient.length;
  const moved = [...gradient.keys()].filter((c) => Math.abs(gradient[c] as number) >= leastSlope);
  for (let place = 0; place < indices.length; place += 1) {
    const value = values[place] as number;
    const base = (indices[place] as number) * classes;
    for (const c of moved) {
      const weight = weights[base + c] as number;
      const slope = (gradient[c] as number) * value + options.decay * weight;
      const square = (squares[base + c] as number) + slope * slope;
      squares[base + c] = square;
      weights[base + c] = weight - (options.rate * slope) / Math.sqrt(square);
    }
  }
}

function shuffle(order: Uint32Array, random: () => number): void {
  for (let index = order.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    const kept = order[index] as number;
    order[index] = order[other] as number;
    order[other] = kept;
  }
}

/** Mulberry32 (Tommy Ettinger, 2017): small, fast, good enough to shuffle. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
