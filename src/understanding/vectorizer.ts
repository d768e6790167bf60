import type { SparseVector } from './linear-classifier.ts';

/** Named features of one text, in blocks that are weighed against each other as wholes. */
export type FeatureBlocks = readonly (readonly string[])[];

/** Turns named features into vectors: sublinear counts times inverse document frequency, each block of length 1. */
export class Vectorizer {
  readonly features: string[];
  readonly idf: Float32Array;
  readonly #index: Map<string, number>;
  readonly #blockWeights: readonly number[];

  constructor(parts: { features: string[]; idf: Float32Array; blockWeights: readonly number[] }) {
    this.features = parts.features;
    this.idf = parts.idf;
    this.#index = new Map(parts.features.map((feature, position) => [feature, position]));
    this.#blockWeights = parts.blockWeights;
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
    const indices = new Uint32Array(parts.reduce((sum, part) => sum + part.size, 0));
    const values = new Float32Array(indices.length);
    let place = 0;
    for (const part of parts) {
      for (const [index, value] of part) {
        indices[place] = index;
        values[place] = value;
        place += 1;
      }
    }
    return { indices, values };
  }

  #block(features: readonly string[], weight: number): Map<number, number> {
    const counts = new Map<number, number>();
    for (const feature of features) {
      const index = this.#index.get(feature);
      if (index !== undefined) counts.set(index, (counts.get(index) ?? 0) + 1);
    }
    let squares = 0;
    for (const [index, count] of counts) {
      const value = (1 + Math.log(count)) * (this.idf[index] as number);
      counts.set(index, value);
      squares += value * value;
    }
    const scale = squares > 0 ? weight / Math.sqrt(squares) : 0;
    for (const [index, value] of counts) counts.set(index, value * scale);
    return counts;
  }
}
