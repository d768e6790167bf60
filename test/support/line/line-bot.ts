import type { ConversationBus } from '../../../src/conversation/bus.ts';
import type { TurnHandler } from '../../../src/conversation/turn.ts';

/** A bot that greets, echoes, and replaces one card in each turn; it can be stopped in the middle of a turn. */
export function holdableBot() {
  let release: () => void = () => undefined;
  let held: Promise<void> | undefined;
  const handle: TurnHandler = async (turn) => {
    const { type, text } = turn.activity;
    if (type === 'conversationUpdate') turn.send({ type: 'message', text: 'hello' });
    if (type !== 'message') return;
    turn.send({ type: 'message', text: `echo ${text}` });
    await held;
    // The same activity id comes again and again.
    turn.send({ type: 'message', id: 'card', text: `now ${text}` });
  };
  const hold = () => {
    held = new Promise((resolve) => (release = resolve));
  };
  return { handle, hold, release: () => release() };
}

/** In how many passes of the event loop a piece of news arrives, one after the other and again from the beginning. */
const delays = [0, 3, 1, 0, 2, 0, 4] as const;

/** Tells everything, though late and in another order, as one between processes may. */
export function unrulyBus(bus: ConversationBus): ConversationBus {
  let count = 0;
  const after = (passes: number, work: () => void): void => {
    if (passes === 0) work();
    else setImmediate(() => after(passes - 1, work));
  };
  return {
    subscribe: bus.subscribe,
    publish(news) {
      after(delays[count % delays.length] ?? 0, () => bus.publish(news));
      count += 1;
    },
  };
}
