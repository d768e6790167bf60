import type { Guide } from '../guide/guide.ts';
import { type Example, IntentClassifier, type IntentModel, trainOnFeatures } from './intent-model.ts';
import type { Reply } from './replies.ts';
import { ReplyShapes } from './reply-shape.ts';
import type { Spelling } from './spelling.ts';
import { words } from './text.ts';
import type { FeatureBlocks } from './vectorizer.ts';
import { WordFeatures } from './word-features.ts';

/** What a text is that answers nothing begins like this. */
const noReply = 'none.';
/** The most words of a text that are read. */
const mostWords = 60;

/** What visitors type at a question, and what is no answer, each with what it is. */
export function replyExamplesOf(guide: Guide): Example[] {
  const { lexicon, sections, typedReplies = {} } = guide;
  const { person, 'small-talk': smallTalk, 'off-topic': offTopic } = lexicon.intents;
  const { 'no-reply': none = [], ...typed } = typedReplies;
  const labelled = (label: string, texts: readonly string[]) => texts.map((text) => ({ text, label }));
  return [
    ...[...Object.entries(lexicon.replies), ...Object.entries(typed)].flatMap(([reply, texts]) =>
      labelled(reply, texts),
    ),
    ...labelled(`${noReply}other`, none),
    ...labelled(`${noReply}name`, someNames(lexicon)),
    ...labelled(
      `${noReply}symptom`,
      // Section by section, so that a phrase that is added changes little.
      sections.flatMap(({ phrases }) => someOf(phrases, 20)),
    ),
    ...labelled(`${noReply}person`, person),
    ...labelled(`${noReply}off-topic`, someOf(offTopic, 20)),
    ...Object.values(smallTalk).flatMap((texts) => labelled(`${noReply}small-talk`, texts)),
  ];
}

/**
 * What is nothing but the name of a thing says nothing of it: "photos" is no "the photos are back". All that is one
 * word, as it is the likeliest to be mistaken.
 */
function someNames({ feature, phone, maker, windows, products }: Guide['lexicon']): string[] {
  const { notifications, messages, calls, photos, contacts, apps, everything } = feature;
  const things = [notifications, messages, calls, photos, contacts, apps, everything].flatMap(
    (names = []) => names,
  );
  const devices = [phone, maker, windows, products].flatMap((names) => Object.values(names).flat());
  const isWord = (name: string) => !name.includes(' ');
  const longer = [...things.filter((name) => !isWord(name)), ...devices];
  return [...things.filter(isWord), ...Object.keys(products), ...someOf(longer, 4)];
}

/** One in so many: enough to tell what a reply is not. */
function someOf(texts: readonly string[], oneIn: number): string[] {
  return texts.filter((_, index) => index % oneIn === 0);
}

/** Tells replies from each other and from what is none, by examples. */
export class ReplyClassifier {
  readonly model: IntentModel;
  readonly #classifier: IntentClassifier;
  readonly #read: (text: string) => FeatureBlocks;

  /** @param parts.model saves the training when it was trained on the same guide before */
  constructor({ guide, spelling, model }: { guide: Guide; spelling: Spelling; model?: IntentModel }) {
    const features = new WordFeatures();
    const shapes = new ReplyShapes(guide.lexicon['reply-words'] ?? {});
    this.#read = (text) => {
      const plain = words(text).slice(0, mostWords);
      const corrected = plain.map((word) => spelling.correct(word));
      return features.blocks({ words: corrected, plain, named: shapes.of(text, corrected) });
    };
    this.model =
      model ??
      trainOnFeatures(replyExamplesOf(guide).map(({ text, label }) => ({ label, blocks: this.#read(text) })));
    this.#classifier = new IntentClassifier(this.model);
  }

  /** Probability of each reply; what is missing to 1 is that the text is none. */
  shares(text: string): { reply: Reply; share: number }[] {
    const probabilities = this.#classifier.probabilities(this.#read(text));
    return this.#classifier.labels.flatMap((label, index) =>
      label.startsWith(noReply) ? [] : { reply: label as Reply, share: probabilities[index] ?? 0 },
    );
  }
}
