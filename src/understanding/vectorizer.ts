import type { SparseVector } from './linear-classifier.ts';

/** Named features of one text, in blocks that are weighed against each other as wholes. */
export type FeatureBlocks = readonly (readonly string[])[];

/** Turns named features into vectors: sublinear counts times inverse document frequency, each block of length 1. */
export class Vectorizer {
  readonly features: string[];
  readonly idf: Float32Array;
  readonly #index: Map<string, number>;
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

  /** Learns which features there are; those in fewer than `minimum` documents are dropped. */
  static fit(
    documents: FeatureBlocks[],
    options: { minimum: number; blockWeights: readonly number[] },
  ): Vectorizer {
    const counts = new Map<string, number>();
    for (const blocks of documents) {
      for (const feature of new Set(blocks.flat())) counts.set(feature, (counts.get(feature) ?? 0) + 1);
    }
    const kept = [...counts].filter(([, count]) => count >= options.minimum);
    const features = kept.map(([feature]) => feature);
    const idf = Float32Array.from(kept, ([, count]) => Math.log((1 + documents.length) / (1 + count)) + 1);
    return new Vectorizer({ features, idf, blockWeights: options.blockWeights });
  }

  /** Number of distinct features. */
  get size(): number {
    return this.features.length;
  }

  vector(blocks: FeatureBlocks): SparseVector {
    const parts = blocks.map((block, position) => this.#block(block, this.#blockWeights[position] ?? 1));
    return {
      indices: Uint32Array.from(parts.flatMap(({ indices }) => indices)),
      values: Float32Array.from(parts.flatMap(({ values }) => values)),
    };
  }

  #block(features: readonly string[], weight: number): { indices: number[]; values: number[] } {
    const indices = this.#count(features);
    const values = indices.map((index) => {
      const count = this.#counts[index] as number;
      this.#counts[index] = 0;
      return (1 + Math.log(count)) * (this.idf[index] as number);
    });
    const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
    return { indices, values: values.map((value) => (value * weight) / length) };
  }

  /** Positions of the known features, each once. */
  #count(features: readonly string[]): number[] {
    const found: number[] = [];
    for (const feature of features) {
      const index = this.#index.get(feature);
      if (index === undefined) continue;
      const before = this.#counts[index] as number;
      if (before === 0) found.push(index);
      this.#counts[index] = before + 1;
    }
    return found;
  }
}
