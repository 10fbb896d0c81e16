import type { Integration } from '../../api/client.ts';
import { Ago } from '../../parts/ago.tsx';
import { sayInstant, t } from '../../words/translate.ts';
import { hintOf } from './key-hint.ts';

/** What we have seen, by our own clock. */
export const Evidence = ({ of }: { readonly of: Integration }) => (
  <section class="panel" aria-labelledby="evidence">
    <h2 id="evidence">{t('evidence.title')}</h2>
    <dl class="facts">
      <Fact name={t('list.lastChat')} at={of.lastEventAt} />
      <Fact name={t('evidence.heartbeat')} at={of.lastHeartbeatAt} />
      <Fact name={t('evidence.installed')} at={of.installedAt} />
      {of.uninstalledAt !== undefined && <Fact name={t('evidence.uninstalled')} at={of.uninstalledAt} />}
      {of.appVersion !== undefined && (
        <div>
          <dt>{t('evidence.version')}</dt>
          <dd>{of.appVersion}</dd>
        </div>
      )}
      {of.freshchatAccounts.map(({ account, lastHeartbeatAt }) => (
        <div key={account}>
          <dt>{t('evidence.account')}</dt>
          <dd>
            {account} (<Ago at={lastHeartbeatAt} />)
            {of.freshchatDomain !== null && of.freshchatDomain !== account && (
              <div class="muted">{t('evidence.otherDomain')}</div>
            )}
          </dd>
        </div>
      ))}
      {of.lastRefusal && (
        <div>
          <dt>{t('evidence.refusal')}</dt>
          <dd>
            <Ago at={of.lastRefusal.at} /> ({hintOf(of.lastRefusal.keyId)})
          </dd>
        </div>
      )}
      {of.silentAfter !== undefined && (
        <div>
          <dt>{t('evidence.deadline')}</dt>
          <dd>
            <time dateTime={of.silentAfter}>{sayInstant(of.silentAfter)}</time>
          </dd>
        </div>
      )}
    </dl>
  </section>
);

const Fact = ({ name, at }: { readonly name: string; readonly at: string | undefined }) => (
  <div>
    <dt>{name}</dt>
    <dd>{at === undefined ? t('list.never') : <Ago at={at} />}</dd>
  </div>
);
