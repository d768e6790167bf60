/**
 * Features are 32-bit hashes with sign, so that the hundreds of a text cost no strings. Two of a guide's forty
 * thousand share one with a chance of one in five; then they count as one. Each kind of feature has hashes of its
 * own: "call" the word is not "call" in the middle of one.
 */
const kinds = { word: 0, named: 1, neighbours: 2, pair: 3, letters: 4 };

/** Feature of a word. */
export function wordFeature(word: string): number {
  return hashOf(kinds.word, word);
}

/** Feature of what a lexicon finds. */
export function namedFeature(name: string): number {
  return hashOf(kinds.named, name);
}

/** Feature of two words' features, the one right after the other. */
export function neighboursFeature(first: number, second: number): number {
  return finish(mix(mix(kinds.neighbours, first), second), 2);
}

/** Feature of two words' features in either order. */
export function pairFeature(one: number, other: number): number {
  return finish(mix(mix(kinds.pair, Math.min(one, other)), Math.max(one, other)), 2);
}

/** Features of all runs of `shortest` to `longest` characters, given by their codes. */
export function letterFeatures(codes: readonly number[], shortest: number, longest: number): number[] {
  const features: number[] = [];
  for (let from = 0; from + shortest <= codes.length; from += 1) {
    let hash = kinds.letters;
    for (let length = 1; length <= longest && from + length <= codes.length; length += 1) {
      hash = mix(hash, codes[from + length - 1] as number);
      if (length >= shortest) features.push(finish(hash, length));
    }
  }
  return features;
}

function hashOf(kind: number, text: string): number {
  let hash = kind;
  for (let at = 0; at < text.length; at += 1) hash = mix(hash, text.charCodeAt(at));
  return finish(hash, text.length);
}

/** One round of MurmurHash3 (Austin Appleby, 2011). */
function mix(hash: number, value: number): number {
  const scrambled = Math.imul(value, 0xcc9e2d51);
  const turned = Math.imul((scrambled << 15) | (scrambled >>> 17), 0x1b873593) ^ hash;
  return (Math.imul((turned << 13) | (turned >>> 19), 5) + 0xe6546b64) | 0;
}

/** The end of MurmurHash3: every bit of the result depends on every bit of what went in. */
function finish(hash: number, length: number): number {
  let mixed = hash ^ length;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
