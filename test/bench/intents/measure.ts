import { median } from '../figures.ts';
import type { Question } from './questions.ts';
import type { Subject } from './subjects.ts';

export interface IntentFigures {
  /** Test questions asked. */
  asked: number;
  /** Share of them put into their category, 0 to 1. */
  right: number;
  /** Milliseconds a question, the median over passes of the mean of a pass. */
  milliseconds: number;
  /** Seconds from the texts of the training questions to the first answer. */
  trainingSeconds: number;
}

/** Passes over the questions; a subject that takes longer than this for one, in seconds, is asked once. */
const passes = 5;
const longPass = 5;

/** Lets a subject learn from the training questions and asks it the others. */
export function measure(
  subject: Subject,
  { training, asked }: { training: readonly Question[]; asked: readonly Question[] },
): IntentFigures {
  const began = performance.now();
  const answer = subject.learn(training);
  const trainingSeconds = (performance.now() - began) / 1000;
  const answers = asked.map(({ text }) => answer(text));
  const seconds = (performance.now() - began) / 1000 - trainingSeconds;
  const again = seconds > longPass ? 0 : passes;
  const means = Array.from({ length: again }, () =>
    secondsOf(() => asked.forEach(({ text }) => answer(text))),
  );
  return {
    asked: asked.length,
    right: asked.filter(({ category }, index) => category === answers[index]).length / asked.length,
    milliseconds: (1000 * median(again === 0 ? [seconds] : means)) / asked.length,
    trainingSeconds,
  };
}

function secondsOf(work: () => void): number {
  const began = performance.now();
  work();
  return (performance.now() - began) / 1000;
}
