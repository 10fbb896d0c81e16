/** Signature Version 4 as a service checks it, by its documentation and not by the SDK. */

import { createHash, createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export type SignedRequest = { readonly headers: IncomingHttpHeaders; readonly body: string };

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const FORM = /^AWS4-HMAC-SHA256 Credential=(.+?)\/(.+), SignedHeaders=(.+), Signature=(.+)$/;

/** For a POST to `/`. A service refuses what does not sign the host and the date. */
export const isSignedBy = (secret: string, { headers, body }: SignedRequest): boolean => {
  const [, , scope = '', names = '', signature] = FORM.exec(headers.authorization ?? '') ?? [];
  const signed = names.split(';');
  if (!signed.includes('host') || !signed.includes('x-amz-date')) return false;
  const lines = signed.map((name) => `${name}:${headers[name]}\n`).join('');
  const request = ['POST', '/', '', lines, names, sha256(body)].join('\n');
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha256(request)].join('\n');
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secret}`);
  return hmac(key, text).toString('hex') === signature;
};
