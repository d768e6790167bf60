/**
 * Multinomial logistic regression with a margin on sparse features, trained in one go and then only read.
 * A wrong class must not only score less than the right one but less by `margin` (softmax-margin: Gimpel and Smith,
 * 2010); that lies between logistic regression (margin 0) and the multi-class support vector machine. Training is
 * stochastic dual coordinate ascent (Shalev-Shwartz and Zhang, 2013): no step size to tune, a handful of passes, and
 * with its fixed seed the same examples in the same order give the same weights to the last bit.
 */

/** A text as features: index and value side by side. */
export interface SparseVector {
  indices: Uint32Array;
  values: Float32Array;
}

export interface TrainingOptions {
  /** Times each example is visited. */
  passes: number;
  /** How much an example counts against keeping weights small: the inverse of the strength of L2 regularisation. */
  cost: number;
  /** Lead in score that the right class must have over each other one. */
  margin: number;
  /** An example whose duals moved less than this at its last visit is not visited again; 0 visits all each time. */
  settled: number;
  /** Scores are divided by it after training, so that probabilities are as often right as they say. */
  temperature: number;
}

/** Set by cross-validation on the guide's own phrases; BANKING77's training questions agree. */
const defaultTraining: TrainingOptions = {
  passes: 4,
  cost: 10,
  margin: 4,
  settled: 0.03,
  temperature: 1.2,
};

/** Weights by feature, then class. */
export class LinearClassifier {
  readonly classes: number;
  readonly weights: Float32Array;

  constructor(parts: { classes: number; weights: Float32Array }) {
    this.classes = parts.classes;
    this.weights = parts.weights;
  }

  /** Probabilities of all classes, summing to 1. */
  probabilities(vector: SparseVector): Float64Array {
    const scores = new Float64Array(this.classes);
    addScores(scores, this.weights, vector);
    return softmax(scores);
  }
}

/** Trains on vectors with their classes (0 … classes − 1). `features` is the number of distinct features. */
export function trainClassifier(input: {
  vectors: readonly SparseVector[];
  labels: ArrayLike<number>;
  features: number;
  classes: number;
  options?: Partial<TrainingOptions>;
}): LinearClassifier {
  const { vectors, labels, features, classes } = input;
  const { passes, cost, margin, settled, temperature } = { ...defaultTraining, ...input.options };
  const weights = new Float32Array(features * classes);
  const examples = vectors.map((vector, index) => ({
    vector,
    label: labels[index] as number,
    /** By class, how far the weights already lean towards this example, −1 to 1. */
    duals: new Float32Array(classes),
    pace: 1 / (1 + (cost * squaredLength(vector)) / 2),
    /** The farthest that a dual moved when the example was visited last. */
    farthest: Infinity,
  }));
  const scores = new Float64Array(classes);
  const random = createRandom(20_261_122);
  for (let pass = 0; pass < passes; pass += 1) {
    shuffle(examples, random);
    for (const example of examples) {
      const { vector, label, duals, pace } = example;
      if (example.farthest < settled) continue;
      scores.fill(margin);
      scores[label] = 0;
      addScores(scores, weights, vector);
      const moved = moveDuals(softmax(scores), { label, duals, pace });
      example.farthest = moved.reduce((most, c) => Math.max(most, Math.abs(scores[c] as number)), 0);
      addToWeights(weights, { vector, moves: scores, moved, cost });
    }
  }
  return new LinearClassifier({ classes, weights: weights.map((weight) => weight / temperature) });
}

/** Moves smaller than this change nothing that matters, and most are: leaving them out makes training much faster. */
const leastMove = 1e-3;

/**
 * Moves an example's duals towards what its probabilities lack. Gives the classes that moved, with how far in place
 * of their probabilities.
 */
function moveDuals(
  probabilities: Float64Array,
  { label, duals, pace }: { label: number; duals: Float32Array; pace: number },
): number[] {
  const moved: number[] = [];
  for (let c = 0; c < duals.length; c += 1) {
    const lacking = (c === label ? 1 : 0) - (probabilities[c] as number);
    const move = pace * (lacking - (duals[c] as number));
    if (Math.abs(move) < leastMove) continue;
    duals[c] = (duals[c] as number) + move;
    probabilities[c] = move;
    moved.push(c);
  }
  return moved;
}

function addToWeights(
  weights: Float32Array,
  example: { vector: SparseVector; moves: Float64Array; moved: readonly number[]; cost: number },
): void {
  const { vector, moves, moved, cost } = example;
  const { indices, values } = vector;
  const classes = moves.length;
  for (let place = 0; place < indices.length; place += 1) {
    const base = (indices[place] as number) * classes;
    const value = (values[place] as number) * cost;
    for (const c of moved) weights[base + c] = (weights[base + c] as number) + value * (moves[c] as number);
  }
}

/** Four classes at a time, so that their sums are not written back for each feature. */
function addScores(scores: Float64Array, weights: Float32Array, { indices, values }: SparseVector): void {
  const classes = scores.length;
  let c = 0;
  for (; c + 4 <= classes; c += 4) {
    let [first, second, third, fourth] = [0, 0, 0, 0];
    for (let place = 0; place < indices.length; place += 1) {
      const value = values[place] as number;
      const at = (indices[place] as number) * classes + c;
      first += value * (weights[at] as number);
      second += value * (weights[at + 1] as number);
      third += value * (weights[at + 2] as number);
      fourth += value * (weights[at + 3] as number);
    }
    scores[c] = (scores[c] as number) + first;
    scores[c + 1] = (scores[c + 1] as number) + second;
    scores[c + 2] = (scores[c + 2] as number) + third;
    scores[c + 3] = (scores[c + 3] as number) + fourth;
  }
  for (; c < classes; c += 1) {
    let sum = 0;
    for (let place = 0; place < indices.length; place += 1)
      sum += (values[place] as number) * (weights[(indices[place] as number) * classes + c] as number);
    scores[c] = (scores[c] as number) + sum;
  }
}

/** In place. */
function softmax(scores: Float64Array): Float64Array {
  let highest = -Infinity;
  for (const score of scores) highest = Math.max(highest, score);
  let total = 0;
  for (let c = 0; c < scores.length; c += 1) {
    const value = Math.exp((scores[c] as number) - highest);
    scores[c] = value;
    total += value;
  }
  for (let c = 0; c < scores.length; c += 1) scores[c] = (scores[c] as number) / total;
  return scores;
}

function squaredLength({ values }: SparseVector): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum;
}

function shuffle(items: unknown[], random: () => number): void {
  for (let index = items.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [items[index], items[other]] = [items[other], items[index]];
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
