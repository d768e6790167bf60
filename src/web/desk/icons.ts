import { fromMarkup } from '../shared/dom.ts';
import { icons as shared } from '../shared/icons.ts';
import facts from './icons/facts.svg';
import help from './icons/help.svg';
import leave from './icons/leave.svg';
import lock from './icons/lock.svg';
import people from './icons/people.svg';
import reply from './icons/reply.svg';
import search from './icons/search.svg';

export const icons = { ...shared, facts, help, leave, lock, people, reply, search };

/** A fresh copy of an icon. */
export function deskIcon(name: keyof typeof icons): Node {
  return fromMarkup(icons[name]);
}
