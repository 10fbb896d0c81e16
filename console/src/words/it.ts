import type { Words } from './en.ts';

export const words = {
  'app.account': 'Account',
  'app.integrations': 'Integrazioni',
  'app.language': 'Lingua',
  'app.main': 'Vai al contenuto',
  'app.signOut': 'Esci',

  'session.title': 'Accedi',
  'session.link': 'Apri il link che npm start ha scritto nel terminale. Vale una sola volta.',
  'session.newLink': 'Scrivi un nuovo link nel terminale',
  'session.printed': 'Un nuovo link è nel terminale.',
  'session.used': 'Questo link è già stato usato.',
  'session.ended': 'La sessione è scaduta',
  'session.endedText': 'Accedi di nuovo per continuare. Ciò che hai scritto resta.',
  'session.again': 'Accedi di nuovo',
  'session.notYet': 'Accesso non ancora effettuato. Apri il nuovo link in un’altra scheda, poi riprova qui.',

  'failed.title': 'Impossibile caricare i dati',
  'failed.offline': 'Manca la connessione. Controlla la rete, poi riprova.',
  'failed.busy': 'Il nostro servizio è sovraccarico. Di solito dura meno di un minuto.',
  'failed.refused': 'Non hai il permesso di vedere questi dati. Chiedi all’amministratore del tuo account.',
  'failed.other':
    'Qualcosa non ha funzionato da parte nostra (risposta {status}). Riprova; se il problema resta, comunica questo numero al nostro supporto.',
  'failed.again': 'Riprova',
  'failed.stale': 'Aggiornamento non riuscito. I dati mostrati sono delle {at}.',
  'gone.title': 'Questa integrazione non c’è più',
  'gone.text': 'È stata eliminata, oppure l’indirizzo non è giusto.',
  'gone.back': 'Tutte le integrazioni',
  'page.unknown': 'Questa pagina non esiste',

  'list.title': 'Integrazioni',
  'list.add': 'Aggiungi integrazione',
  'list.needs':
    '{count, plural, =0 {Niente richiede il tuo intervento.} one {# integrazione richiede il tuo intervento.} other {# integrazioni richiedono il tuo intervento.}}',
  'list.search': 'Cerca per nome o dominio',
  'list.noMatch': 'Nessuna integrazione corrisponde a «{text}».',
  'list.empty': 'Ancora nessuna integrazione',
  'list.emptyText': 'Collega un account Freshchat per contarne le chat.',
  'list.updated': 'Aggiornato {ago}',
  'list.lastChat': 'Ultima chat',
  'list.never': 'mai',
  'list.why': 'Perché',
  'list.next': 'Che cosa fare',
  'list.loading': 'Caricamento',
  'list.readOnly': 'Puoi vedere le integrazioni, ma non modificarle.',

  'status.attention': 'Serve un intervento',
  'status.silent': 'In silenzio',
  'status.quiet': 'Nessuna chat',
  'status.operational': 'Riceve chat',
  'status.waiting': 'In attesa dell’app',
  'status.connected': 'Collegata, ancora nessuna chat',
  'status.paused': 'Avvisi sospesi',
  'status.checking': 'In verifica',
  'status.erasing': 'Cancellazione in corso',
  'status.erased': 'Cancellata',

  'reason.waiting': 'Finora l’app non ha inviato nulla.',
  'reason.connected': 'L’app è collegata. Non è ancora arrivata nessuna chat.',
  'reason.operational': 'Le chat arrivano.',
  'reason.paused':
    '{pausedUntil, select, none {Segnalazioni e avvisi sono sospesi.} other {Segnalazioni e avvisi sono sospesi fino a {pausedUntil}.}} Le chat vengono contate lo stesso.',
  'reason.unknown': 'Molte integrazioni sono ammutolite nello stesso momento. Stiamo verificando se l’errore è nostro.',
  'reason.pipeline_stalled':
    '{stalledSince, select, none {La nostra elaborazione è in ritardo.} other {La nostra elaborazione è in ritardo da {stalledSince}.}} Le chat sono conservate e verranno contate.',
  'reason.key_revoked':
    '{keyHint, select, none {L’app usa una chiave API che è stata revocata.} other {L’app usa la chiave API {keyHint}, revocata{keyDeadAt, select, none {} other { il {keyDeadAt}}}.}} {refusedSince, select, none {Le sue chat vengono respinte.} other {Le sue chat vengono respinte da {refusedSince}.}}',
  'reason.key_expired':
    '{keyHint, select, none {L’app usa una chiave API scaduta.} other {L’app usa la chiave API {keyHint}, scaduta{keyDeadAt, select, none {} other { il {keyDeadAt}}}.}} {refusedSince, select, none {Le sue chat vengono respinte.} other {Le sue chat vengono respinte da {refusedSince}.}}',
  'reason.events_invalid':
    'La chiave API è valida, ma ogni evento dell’app{appVersion, select, none {} other { (versione {appVersion})}} {invalidSince, select, none {viene respinto.} other {viene respinto da {invalidSince}.}} Non riusciamo a leggere ciò che invia.',
  'reason.app_uninstalled':
    'L’app è stata disinstallata da Freshchat{uninstalledAt, select, none {} other { il {uninstalledAt}}}. Nessuna chat viene contata.',
  'reason.app_silent':
    '{lastSeenAt, select, none {Dall’app non arriva nulla:} other {Dall’app non arriva nulla da {lastSeenAt}:}} nessuna chat e nessun segno di vita.',
  'reason.never_connected': 'Non è arrivato nulla da quando l’integrazione è stata creata, il {createdAt}.',
  'reason.no_chats':
    'L’app è attiva, ma {chatEventAt, select, none {non è ancora arrivata nessuna chat.} other {non arriva nessuna chat da {chatEventAt}.}}',
  'reason.handover':
    'L’app usa ancora la chiave API {oldKeyHint}, che vale {oldKeyExpiresAt, select, none {finché non viene revocata.} other {fino a {oldKeyExpiresAt}.}} Con la nuova chiave {newKeyHint} non è ancora arrivato nulla.',
  'reason.erasing': 'L’integrazione è stata eliminata. Le sue chat, i conteggi e le interruzioni vengono cancellati.',
  'reason.erased': 'L’integrazione è stata eliminata. Le sue chat, i conteggi e le interruzioni sono cancellati.',

  'next.waiting': 'Installa l’app injixo in Freshchat e incolla lì la chiave API.',
  'next.connected': 'Niente da fare: la prima chat compare qui.',
  'next.operational': 'Niente da fare.',
  'next.paused': 'Termina la sospensione quando vuoi di nuovo gli avvisi.',
  'next.unknown': 'Per ora niente da fare. Ti avvisiamo se la tua app ha bisogno di te.',
  'next.pipeline_stalled': 'Niente da fare: i nostri tecnici sono al lavoro.',
  'next.key_revoked':
    '{newKeyHint, select, none {Genera una chiave e incollala nell’app.} other {Incolla nell’app la chiave API {newKeyHint}. Se è andata persa, generane un’altra.}}',
  'next.key_expired':
    '{newKeyHint, select, none {Genera una chiave e incollala nell’app.} other {Incolla nell’app la chiave API {newKeyHint}. Se è andata persa, generane un’altra.}}',
  'next.events_invalid': 'I nostri tecnici se ne occupano. Aggiorna l’app se Freshchat offre una versione più recente.',
  'next.app_uninstalled': 'Installa di nuovo l’app, oppure elimina questa integrazione.',
  'next.app_silent': 'Controlla in Freshchat che l’app sia installata e attiva. Se lo è, contatta il nostro supporto.',
  'next.never_connected': 'Installa l’app injixo in Freshchat e incolla lì la chiave API.',
  'next.no_chats':
    'Niente da fare se non ci sono state chat. Altrimenti controlla l’intervallo di silenzio e gli orari di attività.',
  'next.handover': 'Incolla la nuova chiave nell’app.',
  'action.generate': 'Genera una chiave',
  'action.install': 'Installa l’app',
  'action.resume': 'Termina la sospensione',
  'action.settings': 'Controlla le impostazioni',
} as const satisfies Words;
