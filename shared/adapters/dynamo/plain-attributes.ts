/**
 * Texts, numbers, lists and maps as attribute values, there and back: what the ledger's items are made of. The SDK's
 * `marshall` and `unmarshall` do the same and look for sets, binaries and instances, too; for a chat they took a
 * quarter of what the recording of it costs us.
 */

import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type Plain = string | number | readonly Plain[] | PlainMap;
export type PlainMap = { readonly [name: string]: Plain };

type Attributes = Record<string, AttributeValue>;

export const toAttribute = (plain: Plain): AttributeValue => {
  if (typeof plain === 'string') return { S: plain };
  if (typeof plain === 'number') return { N: String(plain) };
  return isList(plain) ? { L: plain.map(toAttribute) } : { M: toAttributes(plain) };
};

const toAttributes = (plain: PlainMap): Attributes => {
  const attributes: Attributes = {};
  for (const [name, value] of Object.entries(plain)) attributes[name] = toAttribute(value);
  return attributes;
};

const isList = (plain: readonly Plain[] | PlainMap): plain is readonly Plain[] => Array.isArray(plain);

/** Anything else becomes `undefined`, which no schema of ours takes for a value. */
const fromAttribute = ({ S: text, N: number, L: list, M: map }: AttributeValue): unknown => {
  if (text !== undefined) return text;
  if (number !== undefined) return Number(number);
  if (list !== undefined) return list.map(fromAttribute);
  return map && fromAttributes(map);
};

export const fromAttributes = (attributes: Attributes): unknown => {
  const plain: Record<string, unknown> = {};
  for (const [name, attribute] of Object.entries(attributes)) plain[name] = fromAttribute(attribute);
  return plain;
};
