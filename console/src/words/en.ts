/** English, from which the keys of all languages are taken. ICU MessageFormat; `none` stands for a fact that is not known. */

export const words = {
  'app.account': 'Account',
  'app.integrations': 'Integrations',
  'app.language': 'Language',
  'app.main': 'Go to the content',
  'app.signOut': 'Sign out',

  'session.title': 'Sign in',
  'session.link': 'Open the link that npm start printed in the terminal. It works once.',
  'session.newLink': 'Print a new link in the terminal',
  'session.printed': 'A new link is in the terminal.',
  'session.used': 'This link was used before.',
  'session.ended': 'Your session has ended',
  'session.endedText': 'Sign in again to go on. What you have typed is kept.',
  'session.again': 'Sign in again',
  'session.notYet': 'Not signed in yet. Open the new link in another tab, then try again here.',

  'failed.title': 'This could not be loaded',
  'failed.offline': 'There is no connection. Check your network, then try again.',
  'failed.busy': 'Our service is busy. It usually takes less than a minute.',
  'failed.refused': 'You are not allowed to see this. Ask the administrator of your account.',
  'failed.other':
    'Something went wrong on our side (answer {status}). Try again; if it stays, tell our support this number.',
  'failed.again': 'Try again',
  'failed.stale': 'Could not refresh. What you see is as of {at}.',
  'gone.title': 'This integration is gone',
  'gone.text': 'It was deleted, or the address is not right.',
  'gone.back': 'All integrations',
  'page.unknown': 'There is no such page',

  'list.title': 'Integrations',
  'list.add': 'Add integration',
  'list.needs':
    '{count, plural, =0 {Nothing needs you.} one {# integration needs you.} other {# integrations need you.}}',
  'list.search': 'Search by name or domain',
  'list.noMatch': 'No integration matches “{text}”.',
  'list.empty': 'No integration yet',
  'list.emptyText': 'Connect a Freshchat account so that its chats are counted.',
  'list.updated': 'Updated {ago}',
  'list.lastChat': 'Last chat',
  'list.never': 'never',
  'list.why': 'Why',
  'list.next': 'Next step',
  'list.loading': 'Loading',
  'list.readOnly': 'You can look at integrations, but not change them.',

  'status.attention': 'Needs you',
  'status.silent': 'Silent',
  'status.quiet': 'No chats',
  'status.operational': 'Receiving chats',
  'status.waiting': 'Waiting for the app',
  'status.connected': 'Connected, no chat yet',
  'status.paused': 'Notices paused',
  'status.checking': 'Being checked',
  'status.erasing': 'Being erased',
  'status.erased': 'Erased',

  'reason.waiting': 'Nothing has been received from the app yet.',
  'reason.connected': 'The app is connected. No chat has been received yet.',
  'reason.operational': 'Chats arrive.',
  'reason.paused':
    '{pausedUntil, select, none {Flags and notices are paused.} other {Flags and notices are paused until {pausedUntil}.}} Chats are still counted.',
  'reason.unknown': 'Many integrations fell silent at the same time. We are checking whether the fault is ours.',
  'reason.pipeline_stalled':
    '{stalledSince, select, none {Our own processing is late.} other {Our own processing has been late since {stalledSince}.}} Chats are kept and will be counted.',
  'reason.key_revoked':
    '{keyHint, select, none {The app sends with an API key that was revoked.} other {The app sends with the API key {keyHint}, which was revoked{keyDeadAt, select, none {} other { on {keyDeadAt}}}.}} {refusedSince, select, none {Its chats are refused.} other {Its chats have been refused since {refusedSince}.}}',
  'reason.key_expired':
    '{keyHint, select, none {The app sends with an API key that has expired.} other {The app sends with the API key {keyHint}, which expired{keyDeadAt, select, none {} other { on {keyDeadAt}}}.}} {refusedSince, select, none {Its chats are refused.} other {Its chats have been refused since {refusedSince}.}}',
  'reason.events_invalid':
    'The API key is valid, but every event of the app{appVersion, select, none {} other { (version {appVersion})}} {invalidSince, select, none {is refused.} other {has been refused since {invalidSince}.}} We cannot read what it sends.',
  'reason.app_uninstalled':
    'The app was uninstalled from Freshchat{uninstalledAt, select, none {} other { on {uninstalledAt}}}. No chat is counted.',
  'reason.app_silent':
    '{lastSeenAt, select, none {The app is not heard of:} other {The app has not been heard of since {lastSeenAt}:}} no chat and no sign of life.',
  'reason.never_connected': 'Nothing has been received since the integration was created on {createdAt}.',
  'reason.no_chats':
    'The app is alive, but no chat has been received {chatEventAt, select, none {yet.} other {since {chatEventAt}.}}',
  'reason.handover':
    'The app still uses the API key {oldKeyHint}, which works {oldKeyExpiresAt, select, none {until it is revoked.} other {until {oldKeyExpiresAt}.}} Nothing has come with the new key {newKeyHint} yet.',
  'reason.erasing': 'The integration was deleted. Its chats, counts and incidents are being erased.',
  'reason.erased': 'The integration was deleted. Its chats, counts and incidents are erased.',

  'next.waiting': 'Install the injixo app in Freshchat and paste the API key into it.',
  'next.connected': 'Nothing to do: the first chat shows here.',
  'next.operational': 'Nothing to do.',
  'next.paused': 'End the pause when you want notices again.',
  'next.unknown': 'Nothing to do for now. We say so if your app needs you.',
  'next.pipeline_stalled': 'Nothing to do: our engineers are at work.',
  'next.key_revoked':
    '{newKeyHint, select, none {Generate a key and paste it into the app.} other {Paste the API key {newKeyHint} into the app. If it is lost, generate another one.}}',
  'next.key_expired':
    '{newKeyHint, select, none {Generate a key and paste it into the app.} other {Paste the API key {newKeyHint} into the app. If it is lost, generate another one.}}',
  'next.events_invalid': 'Our engineers look into it. Update the app if Freshchat offers a newer version.',
  'next.app_uninstalled': 'Install the app again, or delete this integration.',
  'next.app_silent': 'Check in Freshchat that the app is installed and switched on. If it is, contact our support.',
  'next.never_connected': 'Install the injixo app in Freshchat and paste the API key into it.',
  'next.no_chats': 'Nothing to do if there were no chats. Otherwise check the silence window and the active hours.',
  'next.handover': 'Paste the new key into the app.',
  'action.generate': 'Generate a key',
  'action.install': 'Install the app',
  'action.resume': 'End the pause',
  'action.settings': 'Check the settings',
} as const;

export type WordId = keyof typeof words;
export type Words = Readonly<Record<WordId, string>>;
