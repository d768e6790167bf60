import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Guide } from './guide/guide.ts';
import { projectRoot } from './project-root.ts';
import type { IntentModel } from './understanding/intent-model.ts';
import { createUnderstanding, type Models } from './understanding/understanding.ts';

/** Raise it when training or features change, so that models of older code are not read. */
const format = 16;
const folder = join(projectRoot, 'build', 'understanding');

/** What a file of a model begins with; after it come the numbers of features, idf and weights. */
interface Head {
  labels: string[];
  /** How many. */
  features: number;
}

type Loaded = ReturnType<typeof createUnderstanding>;

/** Whoever asks for the same guide gets the same: it holds megabytes, and nothing of those who use it. */
const loaded = new WeakMap<Guide, Loaded>();

/** The understanding of a guide, trained once and then read from `build/understanding`. */
export function loadUnderstanding(guide: Guide): Loaded {
  const known = loaded.get(guide) ?? readOrTrain(guide);
  loaded.set(guide, known);
  return known;
}

function readOrTrain(guide: Guide): Loaded {
  const file = (name: keyof Models) => join(folder, `${guide.version}-${format}.${name}`);
  const kept = { intents: readModel(file('intents')), replies: readModel(file('replies')) };
  const understanding = createUnderstanding(guide, kept);
  for (const name of ['intents', 'replies'] as const) {
    if (!kept[name]) keepModel(file(name), understanding.models[name]);
  }
  return understanding;
}

function readModel(file: string): IntentModel | undefined {
  try {
    const bytes = readFileSync(file);
    const headLength = bytes.readUInt32LE(0);
    const { labels, features: length } = JSON.parse(bytes.toString('utf8', 4, 4 + headLength)) as Head;
    const { buffer } = new Uint8Array(bytes.subarray(4 + headLength));
    if (buffer.byteLength !== 4 * length * (2 + labels.length)) return undefined;
    return {
      labels,
      features: new Int32Array(buffer, 0, length),
      idf: new Float32Array(buffer, 4 * length, length),
      weights: new Float32Array(buffer, 8 * length),
    };
  } catch {
    // Missing or damaged: it is made anew.
    return undefined;
  }
}

/** A folder that cannot be written to costs a second at each start and nothing else. */
function keepModel(file: string, model: IntentModel): void {
  try {
    mkdirSync(folder, { recursive: true });
    const { labels, features, idf, weights } = model;
    const head = Buffer.from(JSON.stringify({ labels, features: features.length } satisfies Head));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(head.length);
    const parts = [length, head, ...[features, idf, weights].map(bytesOf)];
    const unfinished = `${file}.${process.pid}`;
    writeFileSync(unfinished, Buffer.concat(parts));
    renameSync(unfinished, file);
  } catch {
    return;
  }
}

function bytesOf(numbers: Int32Array | Float32Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
