/** A JSON body from outside, and what is checked before any work. */

type ParsedJson = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly refusal: 'not_json' };

const utf8 = new TextDecoder('utf-8', { fatal: true });

export const parseJson = (body: Uint8Array): ParsedJson => {
  try {
    return { ok: true, value: JSON.parse(utf8.decode(body)) };
  } catch {
    return { ok: false, refusal: 'not_json' };
  }
};

/** Never looks deeper than the limit itself, so no nesting can exhaust the stack. */
export const isDeeperThan = (value: unknown, levels: number): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((inner) => isDeeperThan(inner, levels - 1));
};

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isJsonType = (contentType: string | undefined): boolean =>
  /^application\/(?:json|[\w.+-]+\+json)(?:\s*;|\s*$)/i.test(contentType?.trim() ?? '');
