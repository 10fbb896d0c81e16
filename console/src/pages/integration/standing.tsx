import type { Integration } from '../../api/client.ts';
import { NextStep, type Step } from '../../parts/next-step.tsx';
import { toneOf } from '../../parts/status.tsx';
import { sayNextStep, sayReason } from '../../words/reason.ts';
import { sayNumber, t } from '../../words/translate.ts';

/** Why the status is what it is, and what to do. */
export const Standing = ({ of, onStep }: { readonly of: Integration; readonly onStep: (step: Step) => void }) => {
  const tone = toneOf(of.state);
  const nextStep = sayNextStep(of.reason);
  return (
    <section class={`panel standing ${tone}`} aria-label={t('list.why')}>
      <div role="status">
        <p>{sayReason(of.reason)}</p>
        {of.erase && of.erase.erasesAt === undefined && (
          <p>
            {t('erase.progress', {
              chats: sayNumber(of.erase.deletedChats),
              counts: sayNumber(of.erase.deletedCounts),
            })}
          </p>
        )}
      </div>
      {nextStep !== undefined && (
        <p>
          <strong>{t('list.next')}:</strong> {nextStep}
        </p>
      )}
      <NextStep of={of} onStep={onStep} />
    </section>
  );
};
