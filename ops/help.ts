/** What every command answers to `--help`: how it is called, what it does, and an example to copy. */

export type Help = {
  /** One call a line: `npm run ops:explain -- --integration <integrationId> --chat <chatId>`. */
  readonly usage: string;
  readonly does: string;
  readonly example: string;
};

export const asksForHelp = (args: readonly string[]): boolean => args.includes('--help') || args.includes('-h');

export const formatHelp = ({ usage, does, example }: Help): string =>
  `Usage\n${indent(usage)}\n\n${does}\n\nExample\n${indent(example)}`;

const indent = (text: string): string => text.replace(/^/gm, '  ');
