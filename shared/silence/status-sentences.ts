/**
 * What people read of a status: English, one place, ready for translation. `{names}` are filled in by status-text.ts.
 * Of several wordings the first whose facts are all known is used; the last needs none.
 */

import type { ShownCause } from './shown-status.ts';

export type SentenceKey =
  | 'waiting'
  | 'connected'
  | 'operational'
  | 'paused'
  | 'unknown'
  | Exclude<ShownCause, 'key_rejected'>
  | 'partial_loss_by_key'
  | 'key_revoked'
  | 'key_expired';

type Wordings = readonly [string, ...string[]];
export type Sentence = { readonly message: Wordings; readonly nextStep: Wordings };

export const SENTENCES = {
  waiting: {
    message: ['We have received nothing from the app yet.'],
    nextStep: ['Install the injixo app in Freshchat and paste the API key into it.'],
  },
  connected: {
    message: ['The app is connected. We have not received a chat yet.'],
    nextStep: ['Nothing to do. The first chat that is created or resolved appears here.'],
  },
  operational: {
    message: ['Chats arrive. The last one arrived at {chatEventAt}.', 'Chats arrive.'],
    nextStep: ['Nothing to do.'],
  },
  paused: {
    message: [
      'Warnings and notices are paused until {pausedUntil}. Chats are still counted.',
      'Warnings and notices are paused. Chats are still counted.',
    ],
    nextStep: ['End the pause when you want notices again.'],
  },
  unknown: {
    message: [
      'The chats of many integrations stopped at the same time. We are checking whether the cause is on our side.',
    ],
    nextStep: ['Nothing to do for now. We will tell you if your app needs attention.'],
  },
  pipeline_stalled: {
    message: [
      'Our processing has been delayed since {stalledSince}. Your chats are safe and will be counted.',
      'Our processing is delayed. Your chats are safe and will be counted.',
    ],
    nextStep: ['Nothing to do. Our engineers are working on it.'],
  },
  key_revoked: {
    message: [
      'The app uses the API key {keyHint}, which was revoked on {keyDeadAt}. We have refused its chats since {refusedSince}.',
      'The app uses the API key {keyHint}, which was revoked on {keyDeadAt}. We refuse its chats.',
      'The app uses the revoked API key {keyHint}. We have refused its chats since {refusedSince}.',
      'The app uses a revoked API key. We refuse its chats.',
    ],
    nextStep: [
      'Paste the API key {newKeyHint} into the app; if it is lost, generate another one.',
      'Generate a key and paste it into the app.',
    ],
  },
  key_expired: {
    message: [
      'The app uses the API key {keyHint}, which expired on {keyDeadAt}. We have refused its chats since {refusedSince}.',
      'The app uses the API key {keyHint}, which expired on {keyDeadAt}. We refuse its chats.',
      'The app uses the expired API key {keyHint}. We have refused its chats since {refusedSince}.',
      'The app uses an expired API key. We refuse its chats.',
    ],
    nextStep: [
      'Paste the API key {newKeyHint} into the app; if it is lost, generate another one.',
      'Generate a key and paste it into the app.',
    ],
  },
  events_invalid: {
    message: [
      'The API key is valid, but we have refused every event of the app (version {appVersion}) since {invalidSince}.',
      'The API key is valid, but we have refused every event of the app since {invalidSince}.',
      'The API key is valid, but we refuse events of the app: {refused} of {of} since {countedFrom}, most of them with the code {code}.',
      'The API key is valid, but we refuse events of the app.',
    ],
    nextStep: ['Our engineers are looking into it. Update the app if Freshchat offers a newer version.'],
  },
  app_uninstalled: {
    message: ['The app was uninstalled from Freshchat on {uninstalledAt}.', 'The app was uninstalled from Freshchat.'],
    nextStep: ['Install the app again, or delete this integration.'],
  },
  app_silent: {
    message: ['We have not heard from the app since {lastSeenAt}.', 'We do not hear from the app.'],
    nextStep: ['Check in Freshchat that the app is installed and enabled. If it is, contact our support.'],
  },
  never_connected: {
    message: [
      'We have received nothing since you created the integration on {createdAt}.',
      'We have received nothing since you created the integration.',
    ],
    nextStep: ['Install the injixo app in Freshchat and paste the API key into it.'],
  },
  no_chats: {
    message: [
      'The app is working, but we have not received a chat since {chatEventAt}.',
      'The app is working, but we have not received a chat yet.',
    ],
    nextStep: ['If there were no chats, there is nothing to do. If there were, contact our support.'],
  },
  partial_loss: {
    message: [
      'Since {since} we have refused some events of the app: {refused} of {of} since {countedFrom}, most of them with the code {code}. The last one was refused at {lastRefusedAt}. Their chats are not counted.',
      'We refuse some events of the app. Their chats are not counted.',
    ],
    nextStep: ['Update the app if Freshchat offers a newer version. If events are still refused, contact our support.'],
  },
  partial_loss_by_key: {
    message: [
      'Since {since} we have refused some requests because their API key is revoked or expired: {refused} since {countedFrom}. The last one was refused at {lastRefusedAt}. Their chats are not counted.',
      'We refuse some requests because their API key is revoked or expired. Their chats are not counted.',
    ],
    nextStep: [
      'Find the Freshchat account in which the app still has an old key. Paste a valid key there, or uninstall the app.',
    ],
  },
  two_accounts: {
    message: [
      'More than one Freshchat account has sent with the keys of this integration since {since}: {accounts}. Their chats are counted together.',
      'More than one Freshchat account sends with the keys of this integration. Their chats are counted together.',
    ],
    nextStep: ['Create an integration of its own for each Freshchat account, and paste its key into the app there.'],
  },
} as const satisfies Readonly<Record<SentenceKey, Sentence>>;

/** Every key, for those who have words of their own for them. */
export const SENTENCE_KEYS = [
  'waiting',
  'connected',
  'operational',
  'paused',
  'unknown',
  'pipeline_stalled',
  'key_revoked',
  'key_expired',
  'events_invalid',
  'app_uninstalled',
  'app_silent',
  'never_connected',
  'no_chats',
  'partial_loss',
  'partial_loss_by_key',
  'two_accounts',
] as const satisfies readonly SentenceKey[];

export const NOTICE_SENTENCES = {
  opened: { subject: 'No chats arrive: {name}', message: '{status} {nextStep}' },
  warned: { subject: 'Chats may be missing: {name}', message: '{status} {nextStep}' },
  cause_changed: { subject: 'Still no chats, for another cause: {name}', message: '{status} {nextStep}' },
  closed: {
    subject: 'Chats arrive again: {name}',
    message:
      'Chats arrive again since {until}. We counted none from {from} to {until} ({duration}). Mark this time range as an outage in forecasting.',
  },
  closed_settings: {
    subject: 'No longer silent under its settings: {name}',
    message:
      'We counted no chats from {from} to {until} ({duration}). The settings of the integration were changed, and under them this is no silence. We send a notice when the new deadline passes.',
  },
  closed_pause: {
    subject: 'Notices are paused: {name}',
    message:
      'We counted no chats from {from} to {until} ({duration}), when the notices of this integration were paused. Chats are still counted. We send a notice when the pause has ended and still no chats arrive.',
  },
  closed_deletion: {
    subject: 'Integration deleted: {name}',
    message:
      'We counted no chats from {from} to {until} ({duration}), when the integration was deleted. We send no more notices about it.',
  },
  closed_partly_ours: {
    subject: 'Chats arrive again: {name}',
    message:
      'Chats arrive again since {until}. We counted none from {from} to {until} ({duration}). Our own service was interrupted from {ourFrom} to {ourUntil}. Mark the whole time range as an outage in forecasting.',
  },
  closed_quiet: {
    subject: 'Chats arrive again: {name}',
    message:
      'Chats arrive again since {until}. We counted none from {from} to {until} ({duration}), although the app was working. If there were chats in this time range, mark it as an outage in forecasting.',
  },
} as const;

/** Of the platform: for on-call, who alone get them. */
export const PLATFORM_SENTENCES = {
  opened: {
    subject: 'Many integrations went silent at the same time',
    message:
      'Many integrations went silent at {from}. The cause is probably on our side. Their status is unknown, and their administrators get no notice until this is over.',
  },
  escalated: {
    subject: 'Many integrations are still silent, and nobody comes through',
    message:
      'Many integrations have been silent since {from}, and no request of any other account has come through for an hour. Our HTTP API is probably not reachable. The administrators still get no notice.',
  },
  not_ours: {
    subject: 'Many integrations are still silent, but our side is working',
    message:
      'Many integrations have been silent since {from}. Requests of other accounts have come through, so the cause is probably not on our side. Each of the silent integrations now gets its own notice.',
  },
  closed: {
    subject: 'Integrations are reporting again',
    message:
      'Many integrations were silent from {from} to {until} ({duration}). Most report again. We send a separate notice for each one that is still silent.',
  },
  refused_opened: {
    subject: 'Many integrations are refused in the same way',
    message:
      'The requests of many integrations have been refused since {from} ({refusal}). The cause is probably on our side. Their status is unknown, and their administrators get no notice until this is over.',
  },
  refused_escalated: {
    subject: 'Many integrations are still refused, and nobody comes through',
    message:
      'The requests of many integrations have been refused since {from} ({refusal}), and no request of any other account has been accepted for an hour. If this began with a deployment, go back. The administrators still get no notice.',
  },
  refused_not_ours: {
    subject: 'Many integrations are still refused, but our side is working',
    message:
      'The requests of many integrations have been refused since {from} ({refusal}). Requests of other accounts have come through, so the cause is probably not on our side. Each of the refused integrations now gets its own notice.',
  },
  refused_closed: {
    subject: 'Integrations are accepted again',
    message:
      'The requests of many integrations were refused from {from} to {until} ({duration}; {refusal}). Most are accepted again. We send a separate notice for each one that is still refused.',
  },
} as const;
