/** FAST_CHECK_RUNS looks at so many times as many examples as every day, FAST_CHECK_SEED at others. */
const { FAST_CHECK_RUNS = '1', FAST_CHECK_SEED = '1' } = process.env;

/**
 * How fast-check looks at a property: at the same examples every day, so that what falls was broken by a change and
 * not by chance.
 */
export function examples(numRuns = 100): { numRuns: number; seed: number } {
  return { numRuns: Math.ceil(numRuns * Number(FAST_CHECK_RUNS)), seed: Number(FAST_CHECK_SEED) };
}
