import { Link } from 'wouter-preact';
import type { Integration } from '../api/client.ts';
import { useCanWrite } from '../session/use-session.ts';
import { canRestore } from '../words/reason.ts';
import { t } from '../words/translate.ts';
import { Restore } from './restore.tsx';
import { Resume } from './resume.tsx';

export type Step = 'generate' | 'install' | 'settings';

/** The next step where the console itself can take it. */
const stepOf = ({ state, reason }: Integration): Step | 'resume' | 'restore' | undefined => {
  switch (reason.key) {
    case 'key_revoked':
    case 'key_expired':
      return reason.facts['newKeyHint'] === undefined ? 'generate' : 'install';
    case 'app_uninstalled':
    case 'never_connected':
    case 'waiting':
    case 'handover':
      return 'install';
    case 'no_chats':
      return 'settings';
    case 'erasing':
      return canRestore(reason) ? 'restore' : undefined;
    default:
      return state === 'paused' ? 'resume' : undefined;
  }
};

type Props = {
  readonly of: Integration;
  /** On the integration's own page: takes the step there. Elsewhere a link leads to it. */
  readonly onStep?: (step: Step) => void;
};

export const NextStep = ({ of, onStep }: Props) => {
  const step = stepOf(of);
  const canWrite = useCanWrite();
  if (step === undefined || (!canWrite && step !== 'install')) return null;
  if (step === 'resume') return <Resume of={of} />;
  if (step === 'restore') return <Restore of={of} />;
  return onStep ? (
    <button type="button" class="button" onClick={() => onStep(step)}>
      {t(`action.${step}`)}
    </button>
  ) : (
    <Link class="button" href={`/i/${of.integrationId}#${step}`}>
      {t(`action.${step}`)}
    </Link>
  );
};
