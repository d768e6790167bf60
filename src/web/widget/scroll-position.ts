/** Heights in pixels, as the browser measures a scrolling element. */
export interface ScrollMeasure {
  scrollHeight: number;
  clientHeight: number;
}

/** Closer to the end than this counts as at the end. */
const near = 64;
/** What stays visible above a message that is brought to the top. */
const margin = 12;

/** Whether the reader is at the end of the messages. */
export function isAtEnd(measure: ScrollMeasure & { scrollTop: number }): boolean {
  return measure.scrollHeight - measure.clientHeight - measure.scrollTop <= near;
}

/**
 * Where to scroll for a reader who follows along: to the end, but not past the beginning of the newest answer, which
 * is to be read from its top.
 * @param answerTop where the newest answer begins, if there is one
 */
export function followPosition(measure: ScrollMeasure, answerTop: number | undefined): number {
  const end = Math.max(0, measure.scrollHeight - measure.clientHeight);
  return answerTop === undefined ? end : Math.max(0, Math.min(end, answerTop - margin));
}
