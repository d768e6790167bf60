import type { Span } from './personal.ts';

/** 13 to 19 digits, in groups or not. */
const candidate = /(?<![\w.+-])\d(?:[ -]?\d){12,18}(?![\w-])/g;

/** Numbers of payment cards in a text: the length and first digits that cards have, and a right check digit. Pure. */
export function findCards(text: string): Span[] {
  return [...text.matchAll(candidate)]
    .filter(([found]) => isCardNumber(found.replace(/\D/g, '')))
    .map((match) => ({ from: match.index, to: match.index + match[0].length }));
}

function isCardNumber(digits: string): boolean {
  return hasCardForm(digits) && isLuhnValid(digits);
}

/** Source: ISO/IEC 7812, issuer identification numbers. 15 digits are American Express, or else a phone's IMEI. */
function hasCardForm(digits: string): boolean {
  return digits.length === 15 ? /^3[47]/.test(digits) : /^[2-6]/.test(digits);
}

/** Source: ISO/IEC 7812-1, annex B (the Luhn formula). */
function isLuhnValid(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
