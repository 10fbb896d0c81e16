import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FRESHCHAT_SUFFIXES, parseFreshchatDomain } from '../../shared/integrations/freshchat-domain.ts';

const RUNS = 100_000;

/** The rule in one expression, written apart from the code: a name of one label under a suffix, and nothing else. */
const RULE =
  /^(?!xn--)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.(?:freshchat\.com|(?:eu|in|au)\.freshchat\.com|myfreshworks\.com)$/;

/** Pieces that parsers of URLs and names stumble over, so that their combinations are tried and not only noise. */
const PIECES = [
  ...FRESHCHAT_SUFFIXES,
  ...[
    'acme',
    'evil.com',
    'xn--',
    '127.0.0.1',
    '0x7f.1',
    '[::1]',
    'localhost',
    'https://',
    '//',
    'ACME',
    'a'.repeat(63),
  ],
  ...['.', '..', '-', '_', '@', ':', ':443', '/', '\\', '?', '#', '%2e', '%2f', '%00', '%0d%0a', ';', '&', '*', '+'],
  ...['\u0000', '\t', '\r\n', ' ', '\u00a0', '\u00ad', '\u200b', '\ufeff', '\u202e', '\u3002', '\uff0e', '\uff61'],
  ...['\uff0f', '\u2044', '\u017f', '\ufb01', '\u0430', '\ud800', '\u{1d41a}'],
];

const piece = fc.constantFrom(...PIECES);
const label = fc.string({ unit: fc.constantFrom(...'ab019-'), minLength: 1, maxLength: 65 });
const suffix = fc.constantFrom<string>(...FRESHCHAT_SUFFIXES);

const candidate = fc.oneof(
  fc.array(fc.oneof(piece, label), { maxLength: 6 }).map((parts) => parts.join('')),
  fc.tuple(fc.oneof(label, piece), suffix).map(([name, end]) => `${name}.${end}`),
  fc
    .tuple(fc.string({ unit: 'binary', maxLength: 3 }), label, suffix)
    .map(([odd, name, end]) => `${name}${odd}.${end}`),
  fc.tuple(label, suffix, fc.string({ unit: 'binary', minLength: 1, maxLength: 3 })).map((parts) => parts.join('.')),
);

/** What must hold for every text, given a parser; the laws below are judged against wrong parsers too. */
const lawFor = (isAccepted: (text: string) => boolean) =>
  fc.property(candidate, (text) => {
    if (!isAccepted(text)) return;
    expect(text).toMatch(RULE);
    const url = new URL(`https://${text}/v2/groups`);
    expect({ ...pick(url) }).toEqual({ host: text, port: '', username: '', password: '', pathname: '/v2/groups' });
  });

const pick = ({ host, port, username, password, pathname }: URL) => ({ host, port, username, password, pathname });

describe('parseFreshchatDomain', () => {
  it('accepts nothing whose URL has another host, or a host outside the suffixes', () => {
    let accepted = 0;
    const isAccepted = (text: string) => {
      const { ok } = parseFreshchatDomain(text);
      accepted += ok ? 1 : 0;
      return ok;
    };
    fc.assert(lawFor(isAccepted), { numRuns: RUNS });
    // A law about accepted texts says nothing when none is accepted.
    expect(accepted).toBeGreaterThan(RUNS / 100);
  });

  it('accepts every text that follows the rule', () => {
    fc.assert(
      fc.property(fc.tuple(label, suffix), ([name, end]) => {
        const text = `${name}.${end}`;
        expect(parseFreshchatDomain(text).ok).toBe(RULE.test(text));
      }),
    );
  });

  it.each([
    ['looks at the end of the text only', (text: string) => text.endsWith('.freshchat.com')],
    ['forgets the dot before the suffix', (text: string) => /^[a-z0-9-]+freshchat\.com$/.test(text)],
    ['searches without anchors', (text: string) => /[a-z0-9]\.freshchat\.com/.test(text)],
    ['trusts the URL alone', (text: string) => isUnderSuffixByUrl(text)],
  ])('a parser that %s is caught by the law', (_, isAccepted) => {
    expect(fc.check(lawFor(isAccepted), { numRuns: RUNS }).failed).toBe(true);
  });
});

const isUnderSuffixByUrl = (text: string): boolean =>
  URL.canParse(`https://${text}`) && new URL(`https://${text}`).hostname.endsWith('.freshchat.com');
