/** The end of a key's id, by which people tell keys apart; the id is no secret. */
export const hintOf = (keyId: string): string => `…\u2060${keyId.slice(-4)}`;
