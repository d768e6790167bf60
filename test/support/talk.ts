import type { Visitor } from './conversation.ts';

/** Says one after the other. @returns what the bot answers to the last. */
export async function sayAll(visitor: Visitor, ...texts: string[]): Promise<string> {
  for (const text of texts) await visitor.say(text);
  return visitor.answer();
}
