/** Words that say of what they stand by that it fails; apostrophes are gone by now. */
const troubleWords = new Set(
  (
    'no not never none nothing dont doesnt isnt arent wont cant cannot didnt without stopped only blank empty missing ' +
    'dead gone late stuck broken fail fails failing failed lost vanished white frozen'
  ).split(' '),
);

/** Whether one of the words says that something fails. */
export function namesTrouble(text: readonly string[]): boolean {
  return text.some((word) => troubleWords.has(word));
}
