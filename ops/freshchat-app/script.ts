/** What stands in a script, found by selectors of its syntax tree. */

import { Linter, type Rule } from 'eslint';

/** Asks once of each text: several rules ask the same of a script, and the tests of a hundred apps that share most files. */
export const onceEach = <Answer>(ask: (source: string) => Answer): ((source: string) => Answer) => {
  const answers = new Map<string, Answer>();
  return (source) => {
    const answer = answers.get(source) ?? ask(source);
    answers.set(source, answer);
    return answer;
  };
};

/** The texts of all nodes that a selector finds; none in a script that does not parse. */
export const find = (source: string, selector: string): readonly string[] => {
  const search = searches.get(selector) ?? onceEach((text) => findIn(text, selector));
  searches.set(selector, search);
  return search(source);
};

const searches = new Map<string, (source: string) => readonly string[]>();

const findIn = (source: string, selector: string): readonly string[] => {
  const found: string[] = [];
  const rule: Rule.RuleModule = {
    create: ({ sourceCode }) => ({
      [selector]: (node: Rule.Node) => {
        found.push(sourceCode.getText(node));
      },
    }),
  };
  new Linter().verify(source, {
    plugins: { find: { rules: { it: rule } } },
    languageOptions: { ecmaVersion: 'latest', sourceType: 'script' },
    linterOptions: { noInlineConfig: true },
    rules: { 'find/it': 'error' },
  });
  return found;
};

/** The content of a text literal as it stands in the source. */
export const unquoted = (literal: string): string => literal.slice(1, -1);
