import english from './texts.en.json';

export { counted, fill, textFor } from '../shared/wording.ts';

/** Every sentence the page shows. English until `useLanguage` has put another language in its place. */
export const texts = structuredClone(english);
