import { FeatureIndex, nowhere } from './feature-index.ts';
import type { SparseVector } from './linear-classifier.ts';

/** The features of one text as hashes, in blocks that are weighed against each other as wholes. */
export type FeatureBlocks = readonly (readonly number[])[];

interface FitOptions {
  /** Features in fewer documents are dropped. */
  minimum: number;
  /** By block, the length that its part of a vector has. */
  blockWeights: readonly number[];
}

/** Turns features into vectors: sublinear counts times inverse document frequency, each block of its length. */
export class Vectorizer {
  readonly features: Int32Array;
  readonly idf: Float32Array;
  readonly #index: FeatureIndex;
  readonly #blockWeights: readonly number[];
  /** How often each feature occurs in the block at hand; all zero in between. */
  readonly #counts: Uint16Array;
  /** The vector at hand; longer ones get longer arrays. */
  #indices = new Uint32Array(1024);
  #values = new Float32Array(1024);

  constructor(parts: { features: Int32Array; idf: Float32Array; blockWeights: readonly number[] }) {
    this.features = parts.features;
    this.idf = parts.idf;
    this.#index = new FeatureIndex(parts.features);
    this.#blockWeights = parts.blockWeights;
    this.#counts = new Uint16Array(parts.features.length);
  }

  /**
   * Learns which features there are, and gives the vectors of the documents they were learned from. Takes each
   * document once and keeps none of its blocks, so that they can be read one by one.
   */
  static fitTransform(
    documents: Iterable<FeatureBlocks>,
    { minimum, blockWeights }: FitOptions,
  ): { vectorizer: Vectorizer; vectors: SparseVector[] } {
    const seen = new SeenFeatures();
    const numbered = Array.from(documents, (blocks) => seen.add(blocks));
    const kept = seen.inAtLeast(minimum);
    const features = Int32Array.from(kept, ({ feature }) => feature);
    const idf = Float32Array.from(kept, ({ count }) => Math.log((1 + numbered.length) / (1 + count)) + 1);
    const vectorizer = new Vectorizer({ features, idf, blockWeights });
    const positions = new Int32Array(seen.size).fill(nowhere);
    for (const [keptAt, { position }] of kept.entries()) positions[position] = keptAt;
    const vectors = numbered.map((blocks) =>
      vectorizer.#vector(blocks.map((block) => block.map((position) => positions[position] as number))),
    );
    return { vectorizer, vectors };
  }

  /** Number of distinct features. */
  get size(): number {
    return this.features.length;
  }

  vector(blocks: FeatureBlocks): SparseVector {
    return this.#vector(blocks.map((block) => block.map((feature) => this.#index.get(feature))));
  }

  /** From the positions of each block's features, `nowhere` where one is not known. */
  #vector(blocks: readonly ArrayLike<number>[]): SparseVector {
    const most = blocks.reduce((sum, { length }) => sum + length, 0);
    if (most > this.#indices.length) {
      this.#indices = new Uint32Array(2 * most);
      this.#values = new Float32Array(2 * most);
    }
    let size = 0;
    for (let at = 0; at < blocks.length; at += 1) {
      const from = size;
      size = this.#countBlock(blocks[at] as ArrayLike<number>, from);
      this.#weigh(from, size, this.#blockWeights[at] ?? 1);
    }
    return { indices: this.#indices.slice(0, size), values: this.#values.slice(0, size) };
  }

  /** Notes each feature of a block once, from that place on, with how often it occurs. Gives the place after them. */
  #countBlock(block: ArrayLike<number>, from: number): number {
    let to = from;
    for (let place = 0; place < block.length; place += 1) {
      const position = block[place] as number;
      if (position === nowhere) continue;
      const before = this.#counts[position] as number;
      this.#counts[position] = before + 1;
      if (before === 0) this.#indices[to++] = position;
    }
    return to;
  }

  /** Writes the values of one block, and clears its counts. */
  #weigh(from: number, to: number, weight: number): void {
    const [indices, values] = [this.#indices, this.#values];
    let squares = 0;
    for (let place = from; place < to; place += 1) {
      const position = indices[place] as number;
      const value = (1 + Math.log(this.#counts[position] as number)) * (this.idf[position] as number);
      this.#counts[position] = 0;
      values[place] = value;
      squares += value * value;
    }
    const factor = weight / Math.sqrt(squares);
    for (let place = from; place < to; place += 1) values[place] = (values[place] as number) * factor;
  }
}

/** Counts the documents that features are in. */
class SeenFeatures {
  readonly #index = new FeatureIndex();
  /** By position, as the rest. */
  readonly #features: number[] = [];
  readonly #counts: number[] = [];
  /** The document that was counted last, so that each counts once. */
  readonly #lastIn: number[] = [];
  #documents = 0;

  get size(): number {
    return this.#index.size;
  }

  /** The positions of the document's features, block by block. */
  add(blocks: FeatureBlocks): Int32Array[] {
    this.#documents += 1;
    return blocks.map((block) => {
      const positions = new Int32Array(block.length);
      for (let place = 0; place < block.length; place += 1)
        positions[place] = this.#count(block[place] as number);
      return positions;
    });
  }

  inAtLeast(minimum: number): { feature: number; position: number; count: number }[] {
    const seen = this.#features.map((feature, position) => ({
      feature,
      position,
      count: this.#counts[position] as number,
    }));
    return seen.filter(({ count }) => count >= minimum);
  }

  #count(feature: number): number {
    const position = this.#index.add(feature);
    if (position === this.#features.length) {
      this.#features.push(feature);
      this.#counts.push(0);
      this.#lastIn.push(0);
    }
    if (this.#lastIn[position] !== this.#documents) {
      this.#lastIn[position] = this.#documents;
      this.#counts[position] = (this.#counts[position] as number) + 1;
    }
    return position;
  }
}
