import type { Words } from './en.ts';

export const words = {
  'app.account': 'Account',
  'app.integrations': 'Integrationen',
  'app.language': 'Sprache',
  'app.main': 'Zum Inhalt',
  'app.signOut': 'Abmelden',

  'session.title': 'Anmelden',
  'session.link': 'Öffnen Sie den Link, den npm start im Terminal ausgegeben hat. Er gilt einmal.',
  'session.newLink': 'Neuen Link im Terminal ausgeben',
  'session.printed': 'Ein neuer Link steht im Terminal.',
  'session.used': 'Dieser Link wurde schon benutzt.',
  'session.ended': 'Ihre Sitzung ist beendet',
  'session.endedText': 'Melden Sie sich wieder an, um fortzufahren. Was Sie eingegeben haben, bleibt erhalten.',
  'session.again': 'Wieder anmelden',
  'session.notYet':
    'Noch nicht angemeldet. Öffnen Sie den neuen Link in einem anderen Tab und versuchen Sie es hier erneut.',

  'failed.title': 'Das konnte nicht geladen werden',
  'failed.offline': 'Es besteht keine Verbindung. Prüfen Sie Ihr Netz und versuchen Sie es erneut.',
  'failed.busy': 'Unser Dienst ist ausgelastet. Das dauert meist weniger als eine Minute.',
  'failed.refused': 'Sie dürfen das nicht sehen. Fragen Sie den Administrator Ihres Accounts.',
  'failed.other':
    'Bei uns ist etwas schiefgegangen (Antwort {status}). Versuchen Sie es erneut; bleibt es dabei, nennen Sie unserem Support diese Zahl.',
  'failed.again': 'Erneut versuchen',
  'failed.stale': 'Aktualisieren nicht möglich. Sie sehen den Stand von {at}.',
  'gone.title': 'Diese Integration gibt es nicht mehr',
  'gone.text': 'Sie wurde gelöscht, oder die Adresse stimmt nicht.',
  'gone.back': 'Alle Integrationen',
  'page.unknown': 'Diese Seite gibt es nicht',

  'list.title': 'Integrationen',
  'list.add': 'Integration hinzufügen',
  'list.needs':
    '{count, plural, =0 {Nichts braucht Sie.} one {# Integration braucht Sie.} other {# Integrationen brauchen Sie.}}',
  'list.search': 'Nach Name oder Domain suchen',
  'list.noMatch': 'Keine Integration passt zu „{text}“.',
  'list.empty': 'Noch keine Integration',
  'list.emptyText': 'Verbinden Sie ein Freshchat-Konto, damit seine Chats gezählt werden.',
  'list.updated': 'Aktualisiert {ago}',
  'list.lastChat': 'Letzter Chat',
  'list.never': 'nie',
  'list.why': 'Warum',
  'list.next': 'Nächster Schritt',
  'list.loading': 'Wird geladen',
  'list.readOnly': 'Sie können Integrationen ansehen, aber nicht ändern.',

  'status.attention': 'Braucht Sie',
  'status.silent': 'Verstummt',
  'status.quiet': 'Keine Chats',
  'status.operational': 'Empfängt Chats',
  'status.waiting': 'Wartet auf die App',
  'status.connected': 'Verbunden, noch kein Chat',
  'status.paused': 'Hinweise pausiert',
  'status.checking': 'Wird geprüft',
  'status.erasing': 'Wird gelöscht',
  'status.erased': 'Gelöscht',

  'reason.waiting': 'Von der App ist noch nichts angekommen.',
  'reason.connected': 'Die App ist verbunden. Noch ist kein Chat angekommen.',
  'reason.operational': 'Chats kommen an.',
  'reason.paused':
    '{pausedUntil, select, none {Markierungen und Hinweise sind pausiert.} other {Markierungen und Hinweise sind bis {pausedUntil} pausiert.}} Chats werden trotzdem gezählt.',
  'reason.unknown': 'Viele Integrationen sind gleichzeitig verstummt. Wir prüfen, ob der Fehler bei uns liegt.',
  'reason.pipeline_stalled':
    '{stalledSince, select, none {Unsere Verarbeitung ist verspätet.} other {Unsere Verarbeitung ist seit {stalledSince} verspätet.}} Chats werden aufbewahrt und noch gezählt.',
  'reason.key_revoked':
    '{keyHint, select, none {Die App sendet mit einem widerrufenen API-Schlüssel.} other {Die App sendet mit dem API-Schlüssel {keyHint}, der{keyDeadAt, select, none {} other { am {keyDeadAt}}} widerrufen wurde.}} {refusedSince, select, none {Ihre Chats werden abgewiesen.} other {Ihre Chats werden seit {refusedSince} abgewiesen.}}',
  'reason.key_expired':
    '{keyHint, select, none {Die App sendet mit einem abgelaufenen API-Schlüssel.} other {Die App sendet mit dem API-Schlüssel {keyHint}, der{keyDeadAt, select, none {} other { am {keyDeadAt}}} abgelaufen ist.}} {refusedSince, select, none {Ihre Chats werden abgewiesen.} other {Ihre Chats werden seit {refusedSince} abgewiesen.}}',
  'reason.events_invalid':
    'Der API-Schlüssel ist gültig, aber jedes Ereignis der App{appVersion, select, none {} other { (Version {appVersion})}} {invalidSince, select, none {wird abgewiesen.} other {wird seit {invalidSince} abgewiesen.}} Wir können nicht lesen, was sie sendet.',
  'reason.app_uninstalled':
    'Die App wurde{uninstalledAt, select, none {} other { am {uninstalledAt}}} aus Freshchat entfernt. Kein Chat wird gezählt.',
  'reason.app_silent':
    '{lastSeenAt, select, none {Von der App kommt nichts:} other {Von der App kommt seit {lastSeenAt} nichts:}} kein Chat und kein Lebenszeichen.',
  'reason.never_connected': 'Seit die Integration am {createdAt} angelegt wurde, ist nichts angekommen.',
  'reason.no_chats':
    'Die App ist aktiv, aber {chatEventAt, select, none {noch ist kein Chat angekommen.} other {seit {chatEventAt} ist kein Chat angekommen.}}',
  'reason.handover':
    'Die App benutzt noch den API-Schlüssel {oldKeyHint}, der {oldKeyExpiresAt, select, none {bis zu seinem Widerruf gilt.} other {bis {oldKeyExpiresAt} gilt.}} Mit dem neuen Schlüssel {newKeyHint} ist noch nichts angekommen.',
  'reason.erasing': 'Die Integration wurde gelöscht. Ihre Chats, Zahlen und Vorfälle werden gelöscht.',
  'reason.erased': 'Die Integration wurde gelöscht. Ihre Chats, Zahlen und Vorfälle sind gelöscht.',

  'next.waiting': 'Installieren Sie die injixo-App in Freshchat und fügen Sie dort den API-Schlüssel ein.',
  'next.connected': 'Nichts zu tun: Der erste Chat erscheint hier.',
  'next.operational': 'Nichts zu tun.',
  'next.paused': 'Beenden Sie die Pause, wenn Sie wieder Hinweise möchten.',
  'next.unknown': 'Vorerst nichts zu tun. Wir sagen Bescheid, wenn Ihre App Sie braucht.',
  'next.pipeline_stalled': 'Nichts zu tun: Unsere Techniker arbeiten daran.',
  'next.key_revoked':
    '{newKeyHint, select, none {Erzeugen Sie einen Schlüssel und fügen Sie ihn in die App ein.} other {Fügen Sie den API-Schlüssel {newKeyHint} in die App ein. Ist er verloren, erzeugen Sie einen weiteren.}}',
  'next.key_expired':
    '{newKeyHint, select, none {Erzeugen Sie einen Schlüssel und fügen Sie ihn in die App ein.} other {Fügen Sie den API-Schlüssel {newKeyHint} in die App ein. Ist er verloren, erzeugen Sie einen weiteren.}}',
  'next.events_invalid':
    'Unsere Techniker sehen es sich an. Aktualisieren Sie die App, falls Freshchat eine neuere Version anbietet.',
  'next.app_uninstalled': 'Installieren Sie die App erneut, oder löschen Sie diese Integration.',
  'next.app_silent':
    'Prüfen Sie in Freshchat, ob die App installiert und eingeschaltet ist. Wenn ja, wenden Sie sich an unseren Support.',
  'next.never_connected': 'Installieren Sie die injixo-App in Freshchat und fügen Sie dort den API-Schlüssel ein.',
  'next.no_chats':
    'Nichts zu tun, wenn es keine Chats gab. Sonst prüfen Sie das Stille-Fenster und die aktiven Zeiten.',
  'next.handover': 'Fügen Sie den neuen Schlüssel in die App ein.',
  'action.generate': 'Schlüssel erzeugen',
  'action.install': 'App installieren',
  'action.resume': 'Pause beenden',
  'action.settings': 'Einstellungen prüfen',
} as const satisfies Words;
