import { Link } from 'wouter-preact';
import type { Integration } from '../api/client.ts';
import type { WordId } from '../words/en.ts';
import { t } from '../words/translate.ts';

type Step = { readonly word: Extract<WordId, `action.${string}`>; readonly place: string };

/** The next step where the console itself can take it. */
const stepOf = ({ status, reason }: Integration): Step | undefined => {
  switch (reason.key) {
    case 'key_revoked':
    case 'key_expired':
      return { word: 'action.generate', place: '#keys' };
    case 'app_uninstalled':
    case 'never_connected':
    case 'waiting':
    case 'handover':
      return { word: 'action.install', place: '#install' };
    case 'no_chats':
      return { word: 'action.settings', place: '#settings' };
    default:
      return status === 'paused' ? { word: 'action.resume', place: '#settings' } : undefined;
  }
};

export const NextStep = ({ of }: { readonly of: Integration }) => {
  const step = stepOf(of);
  return step ? (
    <Link class="button" href={`/i/${of.integrationId}${step.place}`}>
      {t(step.word)}
    </Link>
  ) : null;
};
