/** The frame of every command: `--help` explains it, and a mistake ends with one sentence and the usage, never with a stack. */

import { asksForHelp, formatHelp, type Help } from './help.ts';
import { OperatorError } from './target.ts';

export const runCommand = async (help: Help, command: () => Promise<void>): Promise<void> => {
  if (asksForHelp(process.argv.slice(2))) return console.log(formatHelp(help));
  try {
    await command();
  } catch (error) {
    process.exitCode = 1;
    if (error instanceof OperatorError || isUsageError(error)) {
      console.error(`${error.message}\nUsage: ${help.usage}`);
    } else if (isConnectionError(error)) {
      console.error('The database does not answer. Is the system running (npm start, with the same DATA_DIR)?');
    } else {
      console.error(error);
    }
  }
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const isUsageError = (error: unknown): error is Error =>
  error instanceof Error && codeOf(error).startsWith('ERR_PARSE_ARGS');

const isConnectionError = (error: unknown): boolean => codeOf(error) === 'ECONNREFUSED';
