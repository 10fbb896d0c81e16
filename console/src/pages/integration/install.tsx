import { useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import type { Integration } from '../../api/client.ts';
import { integrationQuery } from '../../api/integration-query.ts';
import { useNow } from '../../parts/use-now.ts';
import { t } from '../../words/translate.ts';
import { hintOf } from './key-hint.ts';

const MINUTE_MS = 60_000;
const OFTEN_MS = 3_000;
const SELDOM_MS = 15_000;
/** Somebody who has just pasted a key looks at the page. */
const OFTEN_FOR_MS = 2 * MINUTE_MS;
const DOUBT_AFTER_MS = 5 * MINUTE_MS;

/** From the key to the first chat, live; gone once chats arrive with the newest key. */
export const Install = ({ of }: { readonly of: Integration }) => {
  const [since] = useState(Date.now);
  const now = useNow();
  const newest = of.keys.find(({ status }) => status === 'active');
  const isHeard = newest?.lastUsedAt !== undefined;
  const isDone = isHeard && of.lastEventAt !== undefined && of.cause === undefined;
  useQuery({
    ...integrationQuery(of.integrationId, now - since < OFTEN_FOR_MS ? OFTEN_MS : SELDOM_MS),
    enabled: !isDone,
  });
  if (isDone) return null;
  const newestAt = newest ? Date.parse(newest.createdAt) : since;
  const isDoubtful = !isHeard && newest !== undefined && now - newestAt > DOUBT_AFTER_MS;
  const isInstalled = of.installedAt !== undefined && of.cause !== 'app_uninstalled';
  return (
    <section class="panel" id="install" aria-labelledby="install-title">
      <h2 id="install-title">{t('install.title')}</h2>
      <p>{t('install.text')}</p>
      <ul class="checklist">
        <Step isDone={newest !== undefined}>
          {newest ? t('install.key', { hint: hintOf(newest.keyId) }) : t('install.noKey')}
        </Step>
        <Step isDone={isInstalled}>{t('install.installed')}</Step>
        <Step isDone={isHeard}>
          {newest ? t('install.heard', { hint: hintOf(newest.keyId) }) : t('install.heardAny')}
        </Step>
        <Step isDone={of.lastEventAt !== undefined}>{t('install.chat')}</Step>
      </ul>
      {isDoubtful ? (
        <div role="status">
          <p>{t('install.doubt')}</p>
          <ul>
            <li>{t('install.doubt1')}</li>
            <li>{t('install.doubt2')}</li>
            <li>{t('install.doubt3')}</li>
          </ul>
        </div>
      ) : (
        <p class="muted small">{t('install.live')}</p>
      )}
    </section>
  );
};

const Step = ({ isDone, children }: { readonly isDone: boolean; readonly children: string }) => (
  <li class={isDone ? 'done' : 'open'}>
    {children} <span class="muted">{isDone ? t('install.done') : t('install.open')}</span>
  </li>
);
