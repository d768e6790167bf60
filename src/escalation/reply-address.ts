import { createHmac, timingSafeEqual } from 'node:crypto';

/** Who answers at an address: the support team, or the visitor. */
export type ReplySide = 'team' | 'visitor';

/** `other`: none of ours. `forged`: it has the form of one, and was not made here. */
export type ReadReplyAddress = { caseId: string; side: ReplySide } | 'other' | 'forged';

/** Addresses to which a case is answered by mail. */
export interface ReplyAddresses {
  of(caseId: string, side: ReplySide): string;
  read(address: string): ReadReplyAddress;
}

const letters = { team: 't', visitor: 'v' } as const;
/** Hexadecimal digits of a tag: 96 bits, which nobody guesses, in an address that stays below 64 characters. */
const tagLength = 24;

/**
 * Addresses such as `support+k7m2qx9a-t-TAG@reply.example.org`: the case, who answers there, and a tag that only this
 * program makes, so that a stranger who knows a case number writes into no case. Servers on the way may change the
 * case of letters. Source: RFC 5233 (the part behind the `+`), RFC 5321, 2.4 and 4.5.3.1.1.
 * @param parts.from the address mails come from; its part before the @ is kept.
 * @param parts.domain for which mail is received here.
 */
export function createReplyAddresses(parts: {
  from: string;
  domain: string;
  secret: string;
}): ReplyAddresses {
  const { from, secret } = parts;
  const domain = parts.domain.toLowerCase();
  const local = localPartOf(from);
  const tagOf = (caseId: string, side: ReplySide) =>
    createHmac('sha256', secret).update(`${side}|${caseId.toUpperCase()}`).digest('hex').slice(0, tagLength);
  return {
    of: (caseId, side) =>
      `${local}+${caseId.toLowerCase()}-${letters[side]}-${tagOf(caseId, side)}@${domain}`,
    read(address) {
      const [, given = '', caseId = '', letter = '', tag = '', at = ''] =
        /^([^+]{1,64})\+([a-z\d]{1,16})-([tv])-([\da-f]{1,64})@(.{1,255})$/.exec(address.toLowerCase()) ?? [];
      if (given !== local.toLowerCase() || at !== domain) return 'other';
      const side = letter === letters.team ? 'team' : 'visitor';
      const expected = Buffer.from(tagOf(caseId, side));
      const isOurs = tag.length === tagLength && timingSafeEqual(Buffer.from(tag), expected);
      return isOurs ? { caseId: caseId.toUpperCase(), side } : 'forged';
    },
  };
}

/** `support` of `Support <support@example.org>`. */
export function localPartOf(from: string): string {
  const [local = ''] = bareAddress(from).split('@');
  return local || 'support';
}

/** `example.org` of the same. */
export function domainOf(from: string): string {
  return (/@([^\s>]+)/.exec(from)?.[1] ?? 'localhost').toLowerCase();
}

/** `support@example.org` of the same. */
function bareAddress(from: string): string {
  return /<([^>]+)>/.exec(from)?.[1] ?? from;
}
