import {
  cannotChange,
  newOrPart,
  refusesPerson,
  waitsNoLonger,
  wantsNoQuestions,
} from '../../../src/understanding/question-words.ts';

test.each([
  ['stop asking me', true],
  ['unsubscribe', true],
  ['no more questions', true],
  ['dont ask', true],
  ['ask me later', false],
  ['stop', false],
])('wants no questions with "%s": %s', (text, wants) => {
  expect(wantsNoQuestions(text)).toBe(wants);
});

test.each([
  ["it's a new problem", 'new'],
  ['yes new', 'new'],
  ['another one', 'new'],
  ['part of this', 'part'],
  ['the same', 'part'],
  ['yes', undefined],
  ['the new phone does not ring since I have it in the house', undefined],
])('says which of the two it is with "%s": %s', (text, choice) => {
  expect(newOrPart(text)).toBe(choice);
});

test.each([
  ['forget it', true],
  ['never mind thanks', true],
  ['i want to keep trying', true],
  ['go on with the bot', true],
  ['back to the bot', true],
  ['i dont need a person anymore', true],
  ['never mind the noise, it is my son', false],
  ['i keep getting an error', false],
  ['continue', false],
  ['ok', false],
])('waits no longer after "%s": %s', (text, stops) => {
  expect(waitsNoLonger(text)).toBe(stops);
});

test.each([
  ["I don't want a person, just fix it", true],
  ['i do not need anyone', true],
  ['i want a person', false],
  ['i talked to a person at the shop yesterday and it did not help, now get me one of yours', false],
])('refuses a person with "%s": %s', (text, refuses) => {
  expect(refusesPerson(text)).toBe(refuses);
});

test.each([
  ["it's greyed out", true],
  ["can't turn it on", true],
  ['it wont let me change it', true],
  ['managed by my organisation', true],
  ['there is no such menu', false],
  ['cant find it', false],
])('says that it cannot be changed with "%s": %s', (text, stuck) => {
  expect(cannotChange(text)).toBe(stuck);
});
