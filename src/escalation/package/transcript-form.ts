import type { CaseFacts, HandOverPackage, TranscriptLine } from './package.ts';

/** How a transcript is written, in pieces that follow one another: a very long one is never held as a whole. */
export interface TranscriptForm {
  head(facts: CaseFacts): string;
  line(line: TranscriptLine): string;
  foot: string;
}

/** A package in this form. */
export function wholeOf(handOver: HandOverPackage, form: TranscriptForm): string {
  return form.head(handOver) + handOver.transcript.map((line) => form.line(line)).join('') + form.foot;
}
