import type { SparseVector } from './linear-classifier.ts';

/** Features by name, singly or in bundles that come again and again as wholes, such as the letters of a word. */
export type FeatureBlock = readonly (string | readonly string[])[];

/** The features of one text, in blocks that are weighed against each other as wholes. */
export type FeatureBlocks = readonly FeatureBlock[];

interface FitOptions {
  /** Features in fewer documents are dropped. */
  minimum: number;
  /** By block, the length that its part of a vector has. */
  blockWeights: readonly number[];
}

/** Position of a feature that is not known or was dropped. */
const nowhere = -1;

/** Turns named features into vectors: sublinear counts times inverse document frequency, each block of its length. */
export class Vectorizer {
  readonly features: string[];
  readonly idf: Float32Array;
  readonly #index: Map<string, number>;
  /** Positions of bundles that came before, as long as somebody keeps the bundle. */
  readonly #bundles = new WeakMap<readonly string[], readonly number[]>();
  readonly #blockWeights: readonly number[];
  /** How often each feature occurs in the block at hand; all zero in between. */
  readonly #counts: Uint16Array;

  constructor(parts: { features: string[]; idf: Float32Array; blockWeights: readonly number[] }) {
    this.features = parts.features;
    this.idf = parts.idf;
    this.#index = new Map(parts.features.map((feature, position) => [feature, position]));
    this.#blockWeights = parts.blockWeights;
    this.#counts = new Uint16Array(parts.features.length);
  }

  /**
   * Learns which features there are, and gives the vectors of the documents they were learned from. Takes each
   * document once and keeps none of its strings, so that they can be read one by one.
   */
  static fitTransform(
    documents: Iterable<FeatureBlocks>,
    { minimum, blockWeights }: FitOptions,
  ): { vectorizer: Vectorizer; vectors: SparseVector[] } {
    const seen = new SeenFeatures();
    const numbered = Array.from(documents, (blocks) => seen.add(blocks));
    const kept = seen.inAtLeast(minimum);
    const features = kept.map(({ feature }) => feature);
    const idf = Float32Array.from(kept, ({ count }) => Math.log((1 + numbered.length) / (1 + count)) + 1);
    const vectorizer = new Vectorizer({ features, idf, blockWeights });
    const positions = new Int32Array(seen.size).fill(nowhere);
    for (const [position, { number }] of kept.entries()) positions[number] = position;
    const vectors = numbered.map((blocks) =>
      vectorizer.#vector(blocks.map((numbers) => numbers.map((number) => positions[number] as number))),
    );
    return { vectorizer, vectors };
  }

  /** Number of distinct features. */
  get size(): number {
    return this.features.length;
  }

  vector(blocks: FeatureBlocks): SparseVector {
    return this.#vector(blocks.map((block) => this.#positionsIn(block)));
  }

  #positionsIn(block: FeatureBlock): number[] {
    const positions: number[] = [];
    for (const part of block) {
      if (typeof part === 'string') positions.push(this.#index.get(part) ?? nowhere);
      else for (const position of this.#positionsOf(part)) positions.push(position);
    }
    return positions;
  }

  /** Of those that are known. */
  #positionsOf(bundle: readonly string[]): readonly number[] {
    const found = this.#bundles.get(bundle) ?? bundle.flatMap((feature) => this.#index.get(feature) ?? []);
    this.#bundles.set(bundle, found);
    return found;
  }

  /** From the positions of each block's features, `nowhere` where one is not known. */
  #vector(blocks: readonly ArrayLike<number>[]): SparseVector {
    const most = blocks.reduce((sum, { length }) => sum + length, 0);
    const [indices, values] = [new Uint32Array(most), new Float32Array(most)];
    let size = 0;
    for (const [at, block] of blocks.entries()) {
      const from = size;
      for (let place = 0; place < block.length; place += 1) {
        const position = block[place] as number;
        if (position === nowhere) continue;
        const before = this.#counts[position] as number;
        this.#counts[position] = before + 1;
        if (before === 0) indices[size++] = position;
      }
      const weight = this.#blockWeights[at] ?? 1;
      this.#weigh({ indices: indices.subarray(from, size), values: values.subarray(from, size), weight });
    }
    return { indices: indices.slice(0, size), values: values.slice(0, size) };
  }

  /** Writes the values of one block, and clears its counts. */
  #weigh({ indices, values, weight }: SparseVector & { weight: number }): void {
    let squares = 0;
    for (let place = 0; place < indices.length; place += 1) {
      const position = indices[place] as number;
      const value = (1 + Math.log(this.#counts[position] as number)) * (this.idf[position] as number);
      this.#counts[position] = 0;
      values[place] = value;
      squares += value * value;
    }
    const factor = weight / Math.sqrt(squares);
    for (let place = 0; place < values.length; place += 1) values[place] = (values[place] as number) * factor;
  }
}

/** Numbers features in the order of their first occurrence, and counts the documents they are in. */
class SeenFeatures {
  readonly #numbers = new Map<string, number>();
  readonly #bundles = new Map<readonly string[], readonly number[]>();
  readonly #counts: number[] = [];
  /** By feature the document that was counted last, so that each counts once. */
  readonly #lastIn: number[] = [];
  #documents = 0;

  get size(): number {
    return this.#numbers.size;
  }

  /** The numbers of the document's features, block by block. */
  add(blocks: FeatureBlocks): Int32Array[] {
    this.#documents += 1;
    return blocks.map((block) => {
      const numbers: number[] = [];
      for (const part of block) {
        if (typeof part === 'string') numbers.push(this.#numberOf(part));
        else for (const number of this.#numbersOf(part)) numbers.push(number);
      }
      for (const number of numbers) this.#count(number);
      return new Int32Array(numbers);
    });
  }

  inAtLeast(minimum: number): { feature: string; number: number; count: number }[] {
    const kept: { feature: string; number: number; count: number }[] = [];
    for (const [feature, number] of this.#numbers) {
      const count = this.#counts[number] as number;
      if (count >= minimum) kept.push({ feature, number, count });
    }
    return kept;
  }

  #numbersOf(part: readonly string[]): readonly number[] {
    const known = this.#bundles.get(part) ?? part.map((feature) => this.#numberOf(feature));
    this.#bundles.set(part, known);
    return known;
  }

  #numberOf(feature: string): number {
    const known = this.#numbers.get(feature);
    if (known !== undefined) return known;
    const number = this.size;
    this.#numbers.set(feature, number);
    return number;
  }

  #count(number: number): void {
    if (this.#lastIn[number] === this.#documents) return;
    this.#lastIn[number] = this.#documents;
    this.#counts[number] = (this.#counts[number] ?? 0) + 1;
  }
}
