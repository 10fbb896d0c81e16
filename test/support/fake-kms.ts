/** KMS on loopback, as far as Encrypt and Decrypt with a symmetric key go: it speaks the SDK's own protocol. */

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import * as z from 'zod';

export type FakeKms = {
  readonly endpoint: string;
  /** Operations with the keys and contexts that they named, in order. */
  readonly calls: readonly { readonly operation: string; readonly keyArn: string; readonly context: unknown }[];
  /** Until it is told `undefined`, every call fails with this error type. */
  readonly failWith: (errorType: string | undefined) => void;
  readonly close: () => Promise<void>;
};

const callSchema = z.object({
  KeyId: z.string(),
  EncryptionContext: z.record(z.string(), z.string()),
  Plaintext: z.base64().exactOptional(),
  CiphertextBlob: z.base64().exactOptional(),
});
type Call = z.output<typeof callSchema>;

class KmsRefusal extends Error {}

export const startFakeKms = async (keyArns: readonly string[]): Promise<FakeKms> => {
  const keys = new Map(keyArns.map((keyArn) => [keyArn, randomBytes(32)] as const));
  const calls: FakeKms['calls'][number][] = [];
  let failure: string | undefined;
  const perform = async (request: IncomingMessage) => {
    const operation = String(request.headers['x-amz-target']).replace('TrentService.', '');
    const call = callSchema.parse(JSON.parse(await textOf(request)));
    calls.push({ operation, keyArn: call.KeyId, context: call.EncryptionContext });
    const key = keys.get(call.KeyId);
    if (failure || !key) throw new KmsRefusal(failure ?? 'NotFoundException');
    return operation === 'Encrypt' ? encrypt(call, key) : decrypt(call, keys);
  };
  const server = createServer((request, response) => {
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    perform(request).then(
      (result) => answer(200, result),
      (error) => answer(400, { __type: error instanceof KmsRefusal ? error.message : 'KMSInternalException' }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    endpoint: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    calls,
    failWith: (errorType) => {
      failure = errorType;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
};

const encrypt = ({ KeyId, EncryptionContext, Plaintext = '' }: Call, key: Buffer) => {
  const bytes = Buffer.from(Plaintext, 'base64');
  if (bytes.length < 1 || bytes.length > 4_096) throw new KmsRefusal('ValidationException');
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(canonical(EncryptionContext));
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
  // Like the real one's, the blob says which key it needs.
  const blob = Buffer.concat([Buffer.from(`${KeyId}\n`), nonce, cipher.getAuthTag(), sealed]);
  return { KeyId, CiphertextBlob: blob.toString('base64'), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
};

const decrypt = ({ KeyId, EncryptionContext, CiphertextBlob = '' }: Call, keys: ReadonlyMap<string, Buffer>) => {
  const blob = Buffer.from(CiphertextBlob, 'base64');
  const end = blob.indexOf('\n');
  const owner = blob.subarray(0, end).toString();
  const key = keys.get(owner);
  if (!key) throw new KmsRefusal('InvalidCiphertextException');
  if (owner !== KeyId) throw new KmsRefusal('IncorrectKeyException');
  const sealed = blob.subarray(end + 1);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), { authTagLength: 16 });
    decipher.setAAD(canonical(EncryptionContext)).setAuthTag(sealed.subarray(12, 28));
    const bytes = Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]);
    return { KeyId, Plaintext: bytes.toString('base64'), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
  } catch {
    throw new KmsRefusal('InvalidCiphertextException');
  }
};

/** KMS compares contexts as maps: the order of the fields does not count. */
const canonical = (context: Readonly<Record<string, string>>): Buffer =>
  Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))));

const textOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};
