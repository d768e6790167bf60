import type { Target } from '../target.ts';

/** The built-in desk: always there, and told nothing, as it reads the store. */
export const deskTarget: Target = {
  name: 'desk',
  follows: 'nothing',
  deliver: () => Promise.resolve(),
};
