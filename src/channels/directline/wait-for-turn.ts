import type { TurnEnd } from '../../conversation/turn.ts';

/** Milliseconds. Clients show "typing" for about 5 s, so it is said again before that. */
const typingEveryMs = 3000;

/**
 * Waits for a turn, though not for ever. As long as it runs, waited for or not, it is told now and then that the bot
 * is still at it.
 * @returns `running` when the turn took longer than the time-out.
 */
export async function waitForTurn(
  done: Promise<TurnEnd>,
  options: { timeoutMs: number; typingAfterMs: number; onTyping: () => void },
): Promise<TurnEnd | 'running'> {
  let typing = setTimeout(function type() {
    options.onTyping();
    typing = setTimeout(type, typingEveryMs).unref();
  }, options.typingAfterMs).unref();
  void done.then(() => clearTimeout(typing));
  let deadline: NodeJS.Timeout | undefined;
  const timeout = new Promise<'running'>((resolve) => {
    deadline = setTimeout(() => resolve('running'), options.timeoutMs);
  });
  const end = await Promise.race([done, timeout]);
  clearTimeout(deadline);
  return end;
}
