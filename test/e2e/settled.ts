import { expect, type Page } from '@playwright/test';

/**
 * How many animations and transitions will come to an end and have not; in all trees of the page. Counted within a
 * frame, so that the styles a script reads next are of that frame or a later one.
 */
const unfinished = `new Promise((resolve) => {
  const count = () => document.getAnimations().filter(({ playState, effect }) =>
    playState === 'running' && Number.isFinite(effect?.getComputedTiming().endTime)).length;
  requestAnimationFrame(() => requestAnimationFrame(() => resolve(count())));
})`;

/** Waits until nothing moves or fades any more, but for what always does: only then places, sizes and colours count. */
export async function settled(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate<number>(unfinished)).toBe(0);
}
