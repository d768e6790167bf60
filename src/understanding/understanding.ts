import type { Facets } from '../conversation/case.ts';
import { areEquivalent, type Guide } from '../guide/guide.ts';
import type { Diagnosis, SmallTalk, Understanding } from './diagnosis.ts';
import { examplesOf, IntentClassifier, trainIntentModel, type IntentModel } from './intent-model.ts';
import { isConcrete } from './facets.ts';
import { inferFacets } from './infer-facets.ts';
import { firstSymptom, laterSymptoms } from './later-symptoms.ts';
import { Ranking, type Ranked } from './ranking.ts';
import { ReplyClassifier } from './reply-model.ts';
import { ReplyReader } from './replies.ts';
import { SignReader } from './signs.ts';
import { TextReader, type ReadText } from './text-reader.ts';
import { TitleSearch, withTitles } from './title-search.ts';
import { namesTrouble } from './trouble-words.ts';

/** From this share a text that is no symptom is taken as such; set by cross-validation on the guide's phrases. */
const noSymptomFrom = 0.5;
/** The same where the text names Phone Link or Link to Windows itself, or a phone and a computer and no other thing. */
const noSymptomOfLinkFrom = 0.8;
/** The same where a few words say that one of its features fails, and nothing of anything else. */
const noPlainSymptomFrom = 0.9;
const mostPlainWords = 7;
/** The same for a person: "contacts no longer come" is no wish for one. */
const personOfPlainFrom = 0.8;
/**
 * From this confidence the bot goes on without asking back. Of such answers at least 95 % are right: set on labelled
 * texts that the classifier had not seen, as docs/architecture.md tells.
 */
const sureFrom = 0.55;

/** What is trained on a guide. */
export interface Models {
  intents: IntentModel;
  replies: IntentModel;
}

/** Builds the understanding of a guide. `models` that were trained on the same guide before save their training. */
export function createUnderstanding(
  guide: Guide,
  models: Partial<Models> = {},
): Understanding & { replies: ReplyReader; models: Models } {
  const reader = new TextReader(guide);
  const { lexicon } = guide;
  const { spelling } = reader;
  const intents = models.intents ?? trainIntentModel(reader, examplesOf(guide));
  const classifier = new IntentClassifier(intents);
  const replyClassifier = new ReplyClassifier({ guide, spelling, model: models.replies });
  const titles = new TitleSearch(guide);

  const ranking = new Ranking({ guide, reader, signs: new SignReader(guide), classifier });

  const diagnose = (text: string, known: Facets = {}): Diagnosis => {
    const read = ranking.read(text);
    const ranked = ranking.of(text, read.named.facets.phone ?? known.phone);
    const kind = read.words.length === 0 ? 'off-topic' : kindOf(guide, read, ranked);
    const sections = kind === 'symptom' ? ranked.filter(({ label }) => guide.section(label)) : [];
    const confidence = read.words.length === 0 ? 0 : confidenceOf(guide, { kind, ranked, sections });
    return {
      kind,
      ...(kind === 'small-talk' ? { smallTalk: smallTalkOf(ranked) } : {}),
      sections: sections.slice(0, 5).map(({ label, share }) => ({ section: label, share })),
      confidence,
      sure: confidence >= sureFrom,
      facets:
        kind === 'symptom'
          ? { ...known, ...inferFacets({ guide, read, sections }) }
          : { ...known, ...read.named.facets },
      named: read.named.facets,
      ...(read.named.onlyDevices ? { onlyDevices: true as const } : {}),
      features: [...read.named.features, ...read.named.fine],
      working: read.named.fine.filter((feature) => !read.named.features.includes(feature)),
      pointedAt: kind === 'symptom' ? ranking.pointedAt(text) : [],
      later: [],
      evidence: evidenceOf(read, ranked),
    };
  };

  return {
    models: { intents, replies: replyClassifier.model },
    replies: new ReplyReader({ lexicon, spelling, classifier: replyClassifier }),
    searchNames: (text, diagnosis) => withTitles(diagnosis, titles.find(text)),
    diagnose: (text, known) => {
      const all = diagnose(text, known);
      if (all.kind !== 'symptom') return all;
      const clause = (part: string) => diagnose(part, known);
      const whole = firstSymptom({ guide, text, whole: all, diagnose: clause });
      return { ...whole, later: laterSymptoms({ guide, text, whole, diagnose }) };
    },
  };
}

function kindOf(guide: Guide, read: ReadText, ranked: Ranked[]): Diagnosis['kind'] {
  const mass = { symptom: 0, person: 0, 'small-talk': 0, 'off-topic': 0 };
  for (const { label, share } of ranked) {
    if (guide.section(label)) mass.symptom += share;
    else mass[label.startsWith('small-talk.') ? 'small-talk' : (label as 'person' | 'off-topic')] += share;
  }
  const personFrom = isPlainTrouble(read) ? personOfPlainFrom : 0.4;
  if (mass.person >= personFrom && mass.person >= mass['off-topic'] + mass['small-talk']) return 'person';
  if (mass.symptom >= 1 - refusedFrom(read)) return 'symptom';
  if (mass.person >= mass['off-topic'] && mass.person >= mass['small-talk']) return 'person';
  return mass['small-talk'] > mass['off-topic'] ? 'small-talk' : 'off-topic';
}

function refusedFrom(read: ReadText): number {
  if (isPlainTrouble(read)) return noPlainSymptomFrom;
  return isAboutLink(read) ? noSymptomOfLinkFrom : noSymptomFrom;
}

function isAboutLink({ named, standsFor }: ReadText): boolean {
  const namesBoth = named.facets.phone !== undefined && standsFor.includes('~computer');
  return standsFor.includes('product') || (namesBoth && !standsFor.includes('foreign'));
}

function isPlainTrouble({ words, named, standsFor }: ReadText): boolean {
  const isShort = words.length <= mostPlainWords && !standsFor.includes('foreign');
  return isShort && named.features.some(isConcrete) && namesTrouble(words);
}

function smallTalkOf(ranked: Ranked[]): SmallTalk {
  const best = ranked.find(({ label }) => label.startsWith('small-talk.'));
  return (best?.label.slice('small-talk.'.length) ?? 'chatter') as SmallTalk;
}

/** Twin sections say the same, so their shares count together. */
function confidenceOf(
  guide: Guide,
  input: { kind: Diagnosis['kind']; ranked: Ranked[]; sections: Ranked[] },
): number {
  const { kind, ranked, sections } = input;
  const best = kind === 'symptom' ? sections[0] : undefined;
  const counts = ({ label }: Ranked) =>
    best
      ? guide.section(label) !== undefined && areEquivalent(guide, best.label, label)
      : label.startsWith(kind);
  return Math.min(
    1,
    ranked.filter(counts).reduce((sum, { share }) => sum + share, 0),
  );
}

function evidenceOf(read: ReadText, ranked: Ranked[]): string[] {
  return [
    `read as: ${read.words.slice(0, 40).join(' ')}`,
    `stands out: ${read.standsFor
      .filter((feature) => !feature.includes('&'))
      .slice(0, 12)
      .join(', ')}`,
    ...ranked.slice(0, 4).map(({ label, share }) => `${label} ${(100 * share).toFixed(0)} %`),
  ];
}
