/** Position of a feature that is not known. */
export const nowhere = -1;

/** At first there is room for half as many features. A power of two, as every room after it. */
const firstRoom = 1024;

/**
 * Numbers features, which are 32-bit hashes, in the order of their first occurrence. A hash table with open
 * addressing: a text looks up hundreds, and a Map of numbers takes several times as long.
 */
export class FeatureIndex {
  #size = 0;
  /** Each place's feature and, one higher, its position, side by side; zeros where a place is free. */
  #places = new Int32Array(2 * firstRoom);

  constructor(features: Iterable<number> = []) {
    for (const feature of features) this.add(feature);
  }

  /** Number of distinct features. */
  get size(): number {
    return this.#size;
  }

  /** The feature's position, `nowhere` when it is not known. */
  get(feature: number): number {
    return (this.#places[this.#placeOf(feature) + 1] as number) - 1;
  }

  /** The feature's position, the next free one when it is new. */
  add(feature: number): number {
    const place = this.#placeOf(feature);
    const taken = this.#places[place + 1] as number;
    if (taken > 0) return taken - 1;
    this.#size += 1;
    this.#places[place] = feature;
    this.#places[place + 1] = this.#size;
    // Half full at most, so that a search is short.
    if (4 * this.#size > this.#places.length) this.#grow();
    return this.#size - 1;
  }

  /** Where the feature is, or the free place where it would be. */
  #placeOf(feature: number): number {
    const places = this.#places;
    const last = places.length - 1;
    let place = (2 * feature) & last;
    while (places[place + 1] !== 0 && places[place] !== feature) place = (place + 2) & last;
    return place;
  }

  #grow(): void {
    const before = this.#places;
    this.#places = new Int32Array(2 * before.length);
    for (let from = 0; from < before.length; from += 2) {
      if (before[from + 1] === 0) continue;
      const place = this.#placeOf(before[from] as number);
      this.#places[place] = before[from] as number;
      this.#places[place + 1] = before[from + 1] as number;
    }
  }
}
