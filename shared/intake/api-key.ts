/**
 * Injixo API keys: `ijx_<keyId>_<secret>_<checksum>`, base62 throughout.
 *
 * The checksum (CRC-32 of all that stands before it) lets secret scanners and the HTTP API tell a typo without a look-up.
 * Only the SHA-256 of the whole key is stored: 32 random bytes need no slow hash.
 */

import { createHash, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { base62 } from '../core/base62.ts';
import type { Instant } from '../core/instant.ts';

/** 62^12 is above 2^71: ids do not collide, and are no secret. */
const KEY_ID_LENGTH = 12;
/** The digits that 32 bytes need: 43 × log2(62) > 256. */
const SECRET_LENGTH = 43;
/** The digits that 32 bits need. */
const CHECKSUM_LENGTH = 6;

const FORM = new RegExp(
  `^(ijx_([0-9A-Za-z]{${KEY_ID_LENGTH}})_[0-9A-Za-z]{${SECRET_LENGTH}})_([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`,
);

export const KEY_ID_BYTES = 8;
export const SECRET_BYTES = 32;

/** What the store knows of a key; never the key. Instants in milliseconds since the epoch. */
export type ApiKey = {
  readonly keyId: string;
  /** SHA-256 of the whole key, base64. */
  readonly hash: string;
  readonly integrationId: string;
  readonly accountId: string;
  readonly createdAt: Instant;
  /** The subject of the token that asked for it; so is `revokedBy`. */
  readonly createdBy?: string;
  readonly expiresAt?: Instant;
  readonly revokedAt?: Instant;
  readonly revokedBy?: string;
  /** Copied from the integration, while a backfill is open: since when older events than usual are accepted. */
  readonly acceptsFrom?: Instant;
  /** To the hour: written at most hourly. */
  readonly lastUsedAt?: Instant;
};

export const DEAD_KEY_REFUSALS = ['key_revoked', 'key_expired'] as const;
export type DeadKeyRefusal = (typeof DEAD_KEY_REFUSALS)[number];
export type KeyRefusal = 'key_unknown' | DeadKeyRefusal;

/** Builds a key from random bytes, {@link KEY_ID_BYTES} and {@link SECRET_BYTES} of them. */
export const formatApiKey = (keyIdBytes: Uint8Array, secretBytes: Uint8Array): { keyId: string; key: string } => {
  const keyId = base62(keyIdBytes, KEY_ID_LENGTH);
  const body = `ijx_${keyId}_${base62(secretBytes, SECRET_LENGTH)}`;
  return { keyId, key: `${body}_${checksumOf(body)}` };
};

/** The key's id, when the text has a key's form and its checksum is right. */
export const parseApiKey = (text: string): { readonly keyId: string } | undefined => {
  const [, body, keyId, checksum] = FORM.exec(text) ?? [];
  return body !== undefined && keyId !== undefined && checksumOf(body) === checksum ? { keyId } : undefined;
};

export const hashApiKey = (key: string): string => createHash('sha256').update(key).digest('base64');

/**
 * Whether the presented key is valid at this instant. A key's state is told only after its secret matched;
 * before that, every key is unknown.
 */
export const checkApiKey = (presented: string, known: ApiKey | undefined, now: Instant): 'valid' | KeyRefusal => {
  if (!known || !isSameHash(hashApiKey(presented), known.hash)) return 'key_unknown';
  const state = keyStateOf(known, now);
  return state === 'active' ? 'valid' : `key_${state}`;
};

export type KeyState = 'active' | 'expired' | 'revoked';

/** What a key is worth at this instant. A key that was revoked says so, also when it has expired since. */
export const keyStateOf = (
  { revokedAt, expiresAt }: Pick<ApiKey, 'revokedAt' | 'expiresAt'>,
  now: Instant,
): KeyState => {
  if (revokedAt !== undefined && revokedAt <= now) return 'revoked';
  return expiresAt !== undefined && expiresAt <= now ? 'expired' : 'active';
};

const UNUSED_AFTER_MS = 90 * 24 * 60 * 60_000;

/** A key that works though nobody has needed it for long: it can only be lost. */
export const isUnused = (key: ApiKey, now: Instant): boolean =>
  keyStateOf(key, now) === 'active' && (key.lastUsedAt ?? key.createdAt) <= now - UNUSED_AFTER_MS;

const isSameHash = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

const checksumOf = (body: string): string => base62(Uint8Array.of(...bytesOf(crc32(body))), CHECKSUM_LENGTH);

const bytesOf = (word: number): readonly number[] => [24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff);
