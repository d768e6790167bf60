import { areEquivalent, type Guide } from '../guide/guide.ts';
import type { Diagnosis } from './diagnosis.ts';

/** One labelled text, as in the data files. */
export interface LabelledSymptom {
  id: string;
  text: string;
  kind: string;
  /** `unknown` when the text does not tell. */
  phone: string;
  /** `none` when the text is no symptom. */
  feature: string;
  /** Acceptable sections, best first; `none` is no symptom, `human` asks for a person. */
  topics: string[];
}

export interface Judged {
  symptom: LabelledSymptom;
  diagnosis: Diagnosis;
}

/** Shares from 0 to 1; NaN where nothing was there to judge. */
export interface Evaluation {
  n: number;
  hitBest: number;
  hitAt1: number;
  hitAt3: number;
  offTopicRecall: number;
  falseRefusals: number;
  personRecall: number;
  phoneAccuracy: number;
  featureAccuracy: number;
  sureShare: number;
  sureRight: number;
  misses: { id: string; got: string; want: string[] }[];
}

/** Judges diagnoses against their labels. */
export function evaluate(guide: Guide, judged: Judged[]): Evaluation {
  const symptoms = judged.filter(({ symptom }) => isSymptom(symptom));
  const offTopic = judged.filter(({ symptom }) => symptom.topics[0] === 'none');
  const persons = judged.filter(({ symptom }) => symptom.topics[0] === 'human');
  const sure = judged.filter(({ diagnosis }) => diagnosis.sure);
  return {
    n: judged.length,
    hitBest: share(symptoms, (one) => isHit(guide, one, { best: true, places: 1 })),
    hitAt1: share(symptoms, (one) => isHit(guide, one, { places: 1 })),
    hitAt3: share(symptoms, (one) => isHit(guide, one, { places: 3 })),
    offTopicRecall: share(offTopic, ({ diagnosis }) => isRefusal(diagnosis)),
    falseRefusals: share(symptoms, ({ diagnosis }) => isRefusal(diagnosis)),
    personRecall: share(persons, ({ diagnosis }) => diagnosis.kind === 'person'),
    phoneAccuracy: share(
      judged,
      ({ symptom, diagnosis }) => (diagnosis.facets.phone ?? 'unknown') === symptom.phone,
    ),
    featureAccuracy: share(judged, ({ symptom, diagnosis }) => featureOf(diagnosis) === symptom.feature),
    sureShare: share(judged, ({ diagnosis }) => diagnosis.sure),
    sureRight: share(sure, (one) => isRight(guide, one)),
    misses: judged
      .filter((one) => !isRight(guide, one))
      .map(({ symptom, diagnosis }) => ({ id: symptom.id, got: topicOf(diagnosis), want: symptom.topics })),
  };
}

/** What the diagnosis comes down to, in the words of the labels. */
export function topicOf(diagnosis: Diagnosis): string {
  if (diagnosis.kind === 'person') return 'human';
  return diagnosis.kind === 'symptom' ? (diagnosis.sections[0]?.section ?? 'none') : 'none';
}

function isSymptom({ topics }: LabelledSymptom): boolean {
  return topics[0] !== 'none' && topics[0] !== 'human';
}

function isRefusal({ kind }: Diagnosis): boolean {
  return kind === 'off-topic' || kind === 'small-talk';
}

function isRight(guide: Guide, one: Judged): boolean {
  return isSymptom(one.symptom)
    ? isHit(guide, one, { places: 1 })
    : topicOf(one.diagnosis) === one.symptom.topics[0];
}

/** Whether an acceptable section, or just the best one, is among the first `places`. */
function isHit(
  guide: Guide,
  { symptom, diagnosis }: Judged,
  wanted: { best?: boolean; places: number },
): boolean {
  const topics = wanted.best ? symptom.topics.slice(0, 1) : symptom.topics;
  const got = diagnosis.sections.slice(0, wanted.places);
  return got.some(({ section }) => topics.some((topic) => areEquivalent(guide, topic, section)));
}

function featureOf({ kind, facets }: Diagnosis): string {
  return kind === 'symptom' ? (facets.feature ?? 'everything') : 'none';
}

function share(judged: Judged[], holds: (one: Judged) => boolean): number {
  return judged.length === 0 ? Number.NaN : judged.filter(holds).length / judged.length;
}
