/** Why the API refused a form, in the reader's words. */

import type { ApiError } from '../api/client.ts';
import type { WordId } from '../words/en.ts';
import { t } from '../words/translate.ts';

const WORDS: Readonly<Record<string, Extract<WordId, `problem.${string}`>>> = {
  missing: 'problem.missing',
  empty: 'problem.missing',
  too_long: 'problem.too_long',
  control_character: 'problem.characters',
  ill_formed_unicode: 'problem.characters',
  name_taken: 'problem.name_taken',
  upper_case: 'problem.domain',
  not_a_host_name: 'problem.domain',
  suffix_not_allowed: 'problem.suffix',
  account_missing: 'problem.domain',
  account_malformed: 'problem.domain',
  internationalized: 'problem.domain',
  not_a_freshchat_key: 'problem.freshchat_key',
  credentials_rejected: 'problem.credentials_rejected',
  unreachable: 'problem.unreachable',
  not_freshchat: 'problem.not_freshchat',
  too_many_integrations: 'problem.too_many_integrations',
  erasing_began: 'problem.erasing_began',
  too_many_keys: 'problem.too_many_keys',
  window_out_of_range: 'problem.window',
  window_out_of_reach: 'problem.window_out_of_reach',
  not_a_range: 'problem.range',
  no_active_hours: 'problem.no_active_hours',
  unknown_time_zone: 'problem.time_zone',
  not_a_date: 'problem.date',
};

export const sayProblem = (error: ApiError): string => {
  const word = WORDS[error.code ?? ''];
  if (word) return t(word);
  if (error.status === 0) return t('failed.offline');
  if (error.status === 403) return t('problem.refused');
  if (error.status === 503 || error.status === 429) return t('failed.busy');
  return t('failed.other', { status: error.status });
};
