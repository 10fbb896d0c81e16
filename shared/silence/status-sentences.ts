/**
 * What people read of a status: English, one place, ready for translation. `{names}` are filled in by status-text.ts.
 * Of several wordings the first whose facts are all known is used; the last needs none.
 */

import type { Cause } from './integration-status.ts';

export type SentenceKey =
  | 'waiting'
  | 'connected'
  | 'operational'
  | 'paused'
  | 'unknown'
  | Exclude<Cause, 'key_rejected'>
  | 'key_revoked'
  | 'key_expired';

export type Sentence = { readonly message: readonly [string, ...string[]]; readonly nextStep: string };

export const SENTENCES = {
  waiting: {
    message: ['Nothing has been received from the app yet.'],
    nextStep: 'Install the injixo app in Freshchat and paste the API key into it.',
  },
  connected: {
    message: ['The app is connected; no chat has been received yet.'],
    nextStep: 'Nothing to do: the first chat that is created or resolved will show here.',
  },
  operational: {
    message: ['Chats arrive; the last one at {chatEventAt}.', 'Chats arrive.'],
    nextStep: 'Nothing to do.',
  },
  paused: {
    message: [
      'Flags and notices are paused until {pausedUntil}; chats are still counted.',
      'Flags and notices are paused; chats are still counted.',
    ],
    nextStep: 'End the pause when notices are wanted again.',
  },
  unknown: {
    message: ['Many integrations fell silent at the same time; we are checking whether the fault is ours.'],
    nextStep: 'Nothing to do for now: we will say so if your app needs attention.',
  },
  pipeline_stalled: {
    message: [
      'Our own processing has been late since {stalledSince}; chats are kept and will be counted.',
      'Our own processing is late; chats are kept and will be counted.',
    ],
    nextStep: 'Nothing to do: our on-call engineers are at work.',
  },
  key_revoked: {
    message: [
      'The app is sending with the API key {keyHint} that was revoked on {keyDeadAt}; chats have been refused since {refusedSince}.',
      'The app is sending with the API key {keyHint} that was revoked on {keyDeadAt}; its chats are refused.',
      'The app is sending with the revoked API key {keyHint}; chats have been refused since {refusedSince}.',
      'The app is sending with a revoked API key; its chats are refused.',
    ],
    nextStep: 'Generate a key and paste it into the app.',
  },
  key_expired: {
    message: [
      'The app is sending with the API key {keyHint} that expired on {keyDeadAt}; chats have been refused since {refusedSince}.',
      'The app is sending with the API key {keyHint} that expired on {keyDeadAt}; its chats are refused.',
      'The app is sending with the expired API key {keyHint}; chats have been refused since {refusedSince}.',
      'The app is sending with an expired API key; its chats are refused.',
    ],
    nextStep: 'Generate a key and paste it into the app.',
  },
  events_invalid: {
    message: [
      'The API key is valid, but since {invalidSince} every event of the app (version {appVersion}) has been refused as invalid.',
      'The API key is valid, but since {invalidSince} every event of the app has been refused as invalid.',
      'The API key is valid, but every event of the app is refused as invalid.',
    ],
    nextStep: 'Our on-call engineers look into it; update the app if a newer version is offered.',
  },
  app_uninstalled: {
    message: ['The app was uninstalled from Freshchat on {uninstalledAt}.', 'The app was uninstalled from Freshchat.'],
    nextStep: 'Install the app again, or delete this integration.',
  },
  app_silent: {
    message: [
      'The app has not been heard of since {lastSeenAt}: no chat and no sign of life.',
      'The app is not heard of: no chat and no sign of life.',
    ],
    nextStep: 'Check in Freshchat that the app is installed and enabled; if it is, contact our support.',
  },
  never_connected: {
    message: [
      'Nothing has been received since the integration was created on {createdAt}.',
      'Nothing has been received since the integration was created.',
    ],
    nextStep: 'Install the injixo app in Freshchat and paste the API key into it.',
  },
  no_chats: {
    message: [
      'The app is alive, but no chat has been received since {chatEventAt}.',
      'The app is alive, but no chat has been received yet.',
    ],
    nextStep: 'Nothing to do if no chats took place; otherwise check the silence window and the active hours.',
  },
} as const satisfies Readonly<Record<SentenceKey, Sentence>>;

export const NOTICE_SENTENCES = {
  opened: { subject: '{name}: no chats are counted', message: '{status} {nextStep}' },
  warned: { subject: '{name}: chats may be missing', message: '{status} {nextStep}' },
  cause_changed: { subject: '{name}: still no chats, for another reason', message: '{status} {nextStep}' },
  closed: {
    subject: '{name}: chats arrive again',
    message:
      'Chats arrive again since {until}. None was counted from {from} to {until} ({duration}): mark this time range as an outage in forecasting.',
  },
  closed_quiet: {
    subject: '{name}: chats arrive again',
    message:
      'Chats arrive again since {until}. None was counted from {from} to {until} ({duration}) although the app was alive: mark this time range as an outage in forecasting only if chats took place in it.',
  },
} as const;

/** Of the platform: for on-call, who alone get them. */
export const PLATFORM_SENTENCES = {
  opened: {
    subject: 'Many integrations fell silent together',
    message:
      'Since {from} so many integrations have fallen silent together that the fault is probably ours. All of them show as unknown, and no notices go out to their administrators meanwhile.',
  },
  closed: {
    subject: 'The many silent integrations are over',
    message:
      'Integrations that fell silent together since {from} are few again since {until} ({duration}). Whoever is still silent gets a notice of their own.',
  },
} as const;
