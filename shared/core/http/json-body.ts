/** A JSON body from outside, and what is checked before any work. */

type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly refusal: 'not_json' | 'too_deep' };

const utf8 = new TextDecoder('utf-8', { fatal: true });

export const parseJson = (body: Uint8Array, maxDepth: number): ParsedJson => {
  try {
    const text = utf8.decode(body);
    return isDeeperThan(text, maxDepth) ? { ok: false, refusal: 'too_deep' } : { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, refusal: 'not_json' };
  }
};

const [QUOTE, ESCAPE] = [0x22, 0x5c];
const [OPENS, CLOSES] = [new Set([0x5b, 0x7b]), new Set([0x5d, 0x7d])];

/** Counts the brackets of the text before it is parsed: what is nested absurdly costs one look at each character. */
const isDeeperThan = (text: string, levels: number): boolean => {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (isInText) {
      if (code === ESCAPE) at += 1;
      else if (code === QUOTE) isInText = false;
    } else if (code === QUOTE) isInText = true;
    else if (OPENS.has(code)) {
      depth += 1;
      if (depth > levels) return true;
    } else if (CLOSES.has(code)) depth -= 1;
  }
  return false;
};

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isJsonType = (contentType: string | undefined): boolean =>
  /^application\/(?:json|[\w.+-]+\+json)(?:\s*;|\s*$)/i.test(contentType?.trim() ?? '');
