import { createRequire } from 'node:module';

/** The packaged engine exists for linux-x64 only. */
export class NoDynamoEngineError extends Error {
  override readonly name = 'NoDynamoEngineError';
  constructor(cause: unknown) {
    super(
      `There is no packaged DynamoDB engine for ${process.platform}-${process.arch}. Either set DYNOXIDE_BIN to a ` +
        'dynoxide binary (https://github.com/nubo-db/dynoxide), or set DYNAMODB_ENDPOINT to a running DynamoDB Local, ' +
        'such as http://127.0.0.1:8000.',
      { cause },
    );
  }
}

/** The path of the engine's executable. */
export const findDynamoBinary = (environment: NodeJS.ProcessEnv): string => {
  const chosen = environment['DYNOXIDE_BIN'];
  if (chosen) return chosen;
  try {
    return createRequire(import.meta.url).resolve('@dynoxide/linux-x64/dynoxide');
  } catch (error) {
    throw new NoDynamoEngineError(error);
  }
};
