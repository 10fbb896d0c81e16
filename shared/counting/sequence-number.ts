/**
 * A stream's sequence numbers have up to 40 digits: never JavaScript numbers. Padded, they compare as text, in
 * DynamoDB's conditions as in ours.
 */

const DIGITS = 40;
const SEQUENCE_NUMBER = /^\d{1,40}$/;

export const isSequenceNumber = (text: string): boolean => SEQUENCE_NUMBER.test(text);

export const padSequenceNumber = (sequenceNumber: string): string => sequenceNumber.padStart(DIGITS, '0');
