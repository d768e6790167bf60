import { createHash } from 'node:crypto';
import type { AgentStore } from '../../conversation/agent-store.ts';
import type { AgentAccount } from '../../conversation/escalation.ts';
import { DeskError } from './errors.ts';

/** Milliseconds a sign-in link works for. */
const codeMs = 15 * 60 * 1000;

export interface SignInCodesParts {
  agents: AgentStore;
  clock: () => Date;
  /** Makes a secret of at least 256 bits. */
  newSecret: () => string;
}

/** Makes a sign-in link of an agent, which works once. @returns its path with the code in it. */
export async function createSignInLink(agent: AgentAccount, parts: SignInCodesParts): Promise<string> {
  const code = parts.newSecret();
  const now = parts.clock().getTime();
  await parts.agents.saveSignInCode({
    digest: digestOf(code),
    agent,
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(now + codeMs).toISOString(),
  });
  return `/desk/sign-in?code=${encodeURIComponent(code)}`;
}

/** Whose link this was. @throws DeskError `SignInLinkUnknown`, `SignInLinkUsed` or `SignInLinkExpired`. */
export async function redeemSignInCode(code: string, agents: AgentStore): Promise<AgentAccount> {
  const taken = await agents.takeSignInCode(digestOf(code));
  switch (taken.outcome) {
    case 'taken':
      return taken.agent;
    case 'used':
      throw new DeskError('SignInLinkUsed');
    case 'expired':
      throw new DeskError('SignInLinkExpired');
    case 'unknown':
      throw new DeskError('SignInLinkUnknown');
  }
}

function digestOf(code: string): string {
  return createHash('sha256').update(code).digest('base64url');
}
