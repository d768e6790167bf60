/**
 * Kinds of personal data that are found in text and taken out of it. `card`: a payment card's number. `code`: a one-time
 * code, a PIN or a password of digits.
 */
export type PersonalKind = 'email' | 'phone' | 'card' | 'code';
