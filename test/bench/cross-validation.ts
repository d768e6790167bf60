import { areEquivalent, type Guide } from '../../src/guide/guide.ts';
import { loadUnderstanding } from '../../src/model-cache.ts';
import type { Diagnosis } from '../../src/understanding/diagnosis.ts';
import { topicOf } from '../../src/understanding/evaluation.ts';
import { examplesOf, trainIntentModel, type Example } from '../../src/understanding/intent-model.ts';
import { TextReader } from '../../src/understanding/text-reader.ts';
import { createUnderstanding } from '../../src/understanding/understanding.ts';
import { seededRandom } from './plan/random.ts';
import { shuffled } from './shuffled.ts';

/** A phrase of the guide, diagnosed by an understanding that was trained without it. */
export interface HeldOut {
  example: Example;
  diagnosis: Diagnosis;
  right: boolean;
}

/**
 * Diagnoses every example of the guide with the others of its fold left out of the training. Facets and spelling
 * still come from the whole guide, as its lexicon is not what is learnt here.
 */
export function crossValidate(guide: Guide, folds: number): HeldOut[] {
  const examples = shuffled(examplesOf(guide), seededRandom(1));
  const reader = new TextReader(guide);
  const { replies } = loadUnderstanding(guide).models;
  return Array.from({ length: folds }, (_, fold) => fold).flatMap((fold) => {
    const intents = trainIntentModel(
      reader,
      examples.filter((_, index) => index % folds !== fold),
    );
    const { diagnose } = createUnderstanding(guide, { intents, replies });
    return examples
      .filter((_, index) => index % folds === fold)
      .map((example) => {
        const diagnosis = diagnose(example.text);
        return { example, diagnosis, right: isRight(guide, example, diagnosis) };
      });
  });
}

/** Whether the diagnosis is the label or its twin; kinds of small talk count as one, and as off topic. */
function isRight(guide: Guide, { label }: Example, diagnosis: Diagnosis): boolean {
  const topic = topicOf(diagnosis);
  if (label === 'person') return topic === 'human';
  if (guide.section(label)) return areEquivalent(guide, label, topic);
  return topic === 'none';
}

/** Shares from 0 to 1. */
export interface CrossValidated {
  n: number;
  right: number;
  sectionsRight: number;
  refusedSections: number;
  noSymptomRight: number;
  sure: number;
  sureRight: number;
}

export function summarise(guide: Guide, heldOut: HeldOut[]): CrossValidated {
  const sections = heldOut.filter(({ example }) => guide.section(example.label));
  const others = heldOut.filter(({ example }) => !guide.section(example.label));
  const sure = heldOut.filter(({ diagnosis }) => diagnosis.sure);
  return {
    n: heldOut.length,
    right: share(heldOut, ({ right }) => right),
    sectionsRight: share(sections, ({ right }) => right),
    refusedSections: share(sections, ({ diagnosis }) => diagnosis.kind !== 'symptom'),
    noSymptomRight: share(others, ({ right }) => right),
    sure: share(heldOut, ({ diagnosis }) => diagnosis.sure),
    sureRight: share(sure, ({ right }) => right),
  };
}

function share<T>(all: readonly T[], holds: (one: T) => boolean): number {
  return all.length === 0 ? Number.NaN : all.filter(holds).length / all.length;
}

/** How many answers have at least this confidence, and how many of them are right. */
export function shareRightFrom(
  heldOut: readonly HeldOut[],
  confidence: number,
): { share: number; right: number } {
  const confident = heldOut.filter(({ diagnosis }) => diagnosis.confidence >= confidence);
  return { share: confident.length / heldOut.length, right: share(confident, ({ right }) => right) };
}
