/** One holder at a time per conversation, in the order of asking. */
export interface ConversationLocks {
  run<T>(conversationId: string, work: () => Promise<T>): Promise<T>;
}

/** For a single process: a chain of promises per conversation, gone when it is empty. */
export function createLocalLocks(): ConversationLocks {
  const tails = new Map<string, Promise<unknown>>();
  return {
    run(conversationId, work) {
      const before = tails.get(conversationId) ?? Promise.resolve();
      const mine = before.then(work, work);
      const tail = mine.catch(() => undefined);
      tails.set(conversationId, tail);
      void tail.then(() => {
        if (tails.get(conversationId) === tail) tails.delete(conversationId);
      });
      return mine;
    },
  };
}
