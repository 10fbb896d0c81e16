import { describe, expect, it } from 'vitest';
import { FRESHCHAT_SUFFIXES, parseFreshchatDomain } from '../../../shared/integrations/freshchat-domain.ts';

describe('an honest Freshchat domain', () => {
  it.each([
    'acme.freshchat.com',
    'a.freshchat.com',
    '42.freshchat.com',
    'acme-support-0f7ac4c6ac0d6116923124.freshchat.com',
    'ab--c.freshchat.com',
    'acme.myfreshworks.com',
    'api.eu.freshchat.com',
    `${'a'.repeat(63)}.freshchat.com`,
  ])('%s is accepted as it is', (text) => {
    expect(parseFreshchatDomain(text)).toEqual({ ok: true, domain: text });
  });
});

/** What an attacker, or a hurried person, may paste. */
const REFUSED = [
  // Not even a name.
  ['', 'empty'],
  [' ', 'not_a_host_name'],
  ['acme', 'suffix_not_allowed'],
  [`${'a'.repeat(64)}.freshchat.com`, 'account_malformed'],
  [`${'a.'.repeat(130)}freshchat.com`, 'too_long'],
  // Suffix tricks.
  ['freshchat.com', 'account_missing'],
  ['myfreshworks.com', 'account_missing'],
  ['eu.freshchat.com', 'account_missing'],
  ['.freshchat.com', 'account_malformed'],
  ['evilfreshchat.com', 'suffix_not_allowed'],
  ['evil-freshchat.com', 'suffix_not_allowed'],
  ['acme.evilfreshchat.com', 'suffix_not_allowed'],
  ['acme.freshchat.com.evil.com', 'suffix_not_allowed'],
  ['freshchat.com.evil.com', 'suffix_not_allowed'],
  ['acme.freshchat.co', 'suffix_not_allowed'],
  ['acme.freshchat.com.', 'suffix_not_allowed'],
  ['acme.freshchat.com..', 'suffix_not_allowed'],
  ['acme..freshchat.com', 'account_malformed'],
  ['a.b.freshchat.com', 'account_malformed'],
  ['evil.com.freshchat.com', 'account_malformed'],
  ['localhost', 'suffix_not_allowed'],
  // Labels.
  ['-acme.freshchat.com', 'account_malformed'],
  ['acme-.freshchat.com', 'account_malformed'],
  ['-.freshchat.com', 'account_malformed'],
  ['ac_me.freshchat.com', 'not_a_host_name'],
  ['*.freshchat.com', 'not_a_host_name'],
  ['ACME.freshchat.com', 'upper_case'],
  ['acme.FreshChat.com', 'upper_case'],
  ['XN--80AK6AA92E.freshchat.com', 'upper_case'],
  // A URL, or parts of one.
  ['https://acme.freshchat.com', 'not_a_host_name'],
  ['//acme.freshchat.com', 'not_a_host_name'],
  ['acme.freshchat.com/', 'not_a_host_name'],
  ['acme.freshchat.com/v2', 'not_a_host_name'],
  ['evil.com/.freshchat.com', 'not_a_host_name'],
  ['evil.com/acme.freshchat.com', 'not_a_host_name'],
  ['evil.com?.freshchat.com', 'not_a_host_name'],
  ['evil.com#.freshchat.com', 'not_a_host_name'],
  ['evil.com\\.freshchat.com', 'not_a_host_name'],
  ['evil.com;.freshchat.com', 'not_a_host_name'],
  ['evil.com&.freshchat.com', 'not_a_host_name'],
  ['acme.freshchat.com:443', 'not_a_host_name'],
  ['evil.com:80.freshchat.com', 'not_a_host_name'],
  ['acme.freshchat.com@evil.com', 'not_a_host_name'],
  ['user:pass@acme.freshchat.com', 'not_a_host_name'],
  ['evil.com%2f.freshchat.com', 'not_a_host_name'],
  ['acme%2efreshchat.com', 'not_a_host_name'],
  ['acme.freshchat%2ecom', 'not_a_host_name'],
  ['evil.com%00.freshchat.com', 'not_a_host_name'],
  ['evil.com%23.freshchat.com', 'not_a_host_name'],
  // White space and control characters, which URL parsers drop.
  [' acme.freshchat.com', 'not_a_host_name'],
  ['acme.freshchat.com ', 'not_a_host_name'],
  ['acme.freshchat.com\n', 'not_a_host_name'],
  ['acme.freshchat.com\r\nHost: evil.com', 'not_a_host_name'],
  ['evil.com\r\n.freshchat.com', 'not_a_host_name'],
  ['ac\tme.freshchat.com', 'not_a_host_name'],
  ['evil.com\u0000.freshchat.com', 'not_a_host_name'],
  ['acme.freshchat.com\u0000', 'not_a_host_name'],
  ['acme.freshchat.com\u2028', 'not_a_host_name'],
  ['acme\u00ad.freshchat.com', 'not_a_host_name'],
  ['acme\u200b.freshchat.com', 'not_a_host_name'],
  ['\ufeffacme.freshchat.com', 'not_a_host_name'],
  ['\u202eacme.freshchat.com', 'not_a_host_name'],
  // Characters that IDNA maps to others: each of the dots below becomes a dot.
  ['acme。freshchat.com', 'not_a_host_name'],
  ['acme.freshchat。com', 'not_a_host_name'],
  ['acme．freshchat.com', 'not_a_host_name'],
  ['acme｡freshchat.com', 'not_a_host_name'],
  ['evil.com／.freshchat.com', 'not_a_host_name'],
  ['evil.com＃.freshchat.com', 'not_a_host_name'],
  ['ａcme.freshchat.com', 'not_a_host_name'],
  ['acme.ﬁreshchat.com', 'not_a_host_name'],
  ['acme.fre\u017fhchat.com', 'not_a_host_name'],
  ['аcme.freshchat.com', 'not_a_host_name'],
  ['acme.frеshchat.com', 'not_a_host_name'],
  ['ßcme.freshchat.com', 'not_a_host_name'],
  ['xn--80ak6aa92e.freshchat.com', 'internationalized'],
  ['xn--.freshchat.com', 'account_malformed'],
  ['acme.xn--freshchat-abc.com', 'suffix_not_allowed'],
  ['\ud800.freshchat.com', 'not_a_host_name'],
  // Addresses, in every notation that something reads as one.
  ['127.0.0.1', 'suffix_not_allowed'],
  ['127.1', 'suffix_not_allowed'],
  ['2130706433', 'suffix_not_allowed'],
  ['0x7f000001', 'suffix_not_allowed'],
  ['0177.0.0.1', 'suffix_not_allowed'],
  ['169.254.169.254', 'suffix_not_allowed'],
  ['127.0.0.1.freshchat.com', 'account_malformed'],
  ['[::1]', 'not_a_host_name'],
  ['[::ffff:127.0.0.1]', 'not_a_host_name'],
  ['::1', 'not_a_host_name'],
  ['[::1].freshchat.com', 'not_a_host_name'],
] as const;

describe('a hostile Freshchat domain', () => {
  it.each(REFUSED)('%j is refused as %s', (text, problem) => {
    expect(parseFreshchatDomain(text)).toEqual({ ok: false, problem });
  });

  it('is refused for each suffix alone and with a name glued to it', () => {
    for (const suffix of FRESHCHAT_SUFFIXES) {
      expect(parseFreshchatDomain(suffix)).toMatchObject({ ok: false });
      expect(parseFreshchatDomain(`acme.evil${suffix}`)).toMatchObject({ ok: false });
      expect(parseFreshchatDomain(`acme.${suffix}.evil.com`)).toMatchObject({ ok: false });
    }
  });
});
