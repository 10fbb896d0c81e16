/**
 * The words of the installation page. Each language has the same keys; a test compares them.
 * A refusal says what is wrong and what to do next. {status} is the status of an unexpected answer; region_too is
 * added to key_unknown and unreachable where the page offers more than one region.
 */
// eslint-disable-next-line no-unused-vars -- iparams.js uses it
const MESSAGES = {
  en: {
    title: 'Connect Freshchat to injixo',
    intro:
      'This app tells injixo when chats end, so that injixo can count them. It sends no message text and no personal data.',
    region: 'Region of your injixo account',
    key: 'injixo API key',
    key_where:
      'In injixo, open Account > Integrations, choose your Freshchat integration and generate a key. Paste it here.',
    key_again: 'The saved key is not shown. Paste the key again, or a new one.',
    checking: 'Checking the key with injixo…',
    accepted: 'injixo has accepted the key.',
    key_missing: 'Paste the injixo API key. You find it in injixo under Account > Integrations.',
    key_malformed:
      'This is not a complete injixo API key. Copy the whole key, from “ijx_” to its end, and paste it again.',
    key_unknown:
      'injixo does not know this key. Generate a new key in injixo under Account > Integrations and paste it here.',
    key_revoked: 'This key was revoked. Generate a new key in injixo under Account > Integrations and paste it here.',
    key_expired: 'This key has expired. Generate a new key in injixo under Account > Integrations and paste it here.',
    busy: 'injixo is busy at the moment. Wait a minute, then try again.',
    unreachable: 'injixo could not be reached. Wait a minute, then try again.',
    region_too: 'Check the region, too.',
    clock: 'The clock of this computer is wrong. Set date and time, then try again.',
    unexpected: 'injixo gave an unexpected answer ({status}). Try again; if it stays, tell injixo support this number.',
  },
  de: {
    title: 'Freshchat mit injixo verbinden',
    intro:
      'Diese App meldet injixo, wann Chats enden, damit injixo sie zählen kann. Sie sendet keine Nachrichtentexte und keine personenbezogenen Daten.',
    region: 'Region Ihres injixo-Kontos',
    key: 'injixo-API-Schlüssel',
    key_where:
      'Öffnen Sie in injixo Account > Integrationen, wählen Sie Ihre Freshchat-Integration und erzeugen Sie einen Schlüssel. Fügen Sie ihn hier ein.',
    key_again: 'Der gespeicherte Schlüssel wird nicht angezeigt. Fügen Sie ihn erneut ein, oder einen neuen.',
    checking: 'Der Schlüssel wird bei injixo geprüft…',
    accepted: 'injixo hat den Schlüssel angenommen.',
    key_missing: 'Fügen Sie den injixo-API-Schlüssel ein. Sie finden ihn in injixo unter Account > Integrationen.',
    key_malformed:
      'Das ist kein vollständiger injixo-API-Schlüssel. Kopieren Sie den ganzen Schlüssel, von „ijx_“ bis zum Ende, und fügen Sie ihn erneut ein.',
    key_unknown:
      'injixo kennt diesen Schlüssel nicht. Erzeugen Sie in injixo unter Account > Integrationen einen neuen Schlüssel und fügen Sie ihn hier ein.',
    key_revoked:
      'Dieser Schlüssel wurde widerrufen. Erzeugen Sie in injixo unter Account > Integrationen einen neuen Schlüssel und fügen Sie ihn hier ein.',
    key_expired:
      'Dieser Schlüssel ist abgelaufen. Erzeugen Sie in injixo unter Account > Integrationen einen neuen Schlüssel und fügen Sie ihn hier ein.',
    busy: 'injixo ist gerade ausgelastet. Warten Sie eine Minute und versuchen Sie es dann erneut.',
    unreachable: 'injixo ist nicht erreichbar. Warten Sie eine Minute und versuchen Sie es dann erneut.',
    region_too: 'Prüfen Sie auch die Region.',
    clock: 'Die Uhr dieses Computers geht falsch. Stellen Sie Datum und Uhrzeit ein und versuchen Sie es dann erneut.',
    unexpected:
      'injixo hat unerwartet geantwortet ({status}). Versuchen Sie es erneut; bleibt es dabei, nennen Sie dem injixo-Support diese Zahl.',
  },
  it: {
    title: 'Collegare Freshchat a injixo',
    intro:
      'Questa app comunica a injixo quando le chat terminano, così che injixo possa contarle. Non invia testi dei messaggi né dati personali.',
    region: 'Regione del tuo account injixo',
    key: 'Chiave API injixo',
    key_where:
      'In injixo apri Account > Integrazioni, scegli la tua integrazione Freshchat e genera una chiave. Incollala qui.',
    key_again: 'La chiave salvata non viene mostrata. Incollala di nuovo, oppure incollane una nuova.',
    checking: 'Verifica della chiave con injixo…',
    accepted: 'injixo ha accettato la chiave.',
    key_missing: 'Incolla la chiave API injixo. La trovi in injixo in Account > Integrazioni.',
    key_malformed:
      'Questa non è una chiave API injixo completa. Copia l’intera chiave, da “ijx_” fino alla fine, e incollala di nuovo.',
    key_unknown:
      'injixo non conosce questa chiave. Genera una nuova chiave in injixo in Account > Integrazioni e incollala qui.',
    key_revoked:
      'Questa chiave è stata revocata. Genera una nuova chiave in injixo in Account > Integrazioni e incollala qui.',
    key_expired:
      'Questa chiave è scaduta. Genera una nuova chiave in injixo in Account > Integrazioni e incollala qui.',
    busy: 'injixo è momentaneamente sovraccarico. Attendi un minuto, poi riprova.',
    unreachable: 'Impossibile raggiungere injixo. Attendi un minuto, poi riprova.',
    region_too: 'Controlla anche la regione.',
    clock: 'L’orologio di questo computer è sbagliato. Imposta data e ora, poi riprova.',
    unexpected:
      'injixo ha dato una risposta inattesa ({status}). Riprova; se il problema resta, comunica questo numero al supporto injixo.',
  },
  fr: {
    title: 'Connecter Freshchat à injixo',
    intro:
      'Cette application indique à injixo quand les chats se terminent, afin qu’injixo puisse les compter. Elle n’envoie ni texte de message ni donnée personnelle.',
    region: 'Région de votre compte injixo',
    key: 'Clé API injixo',
    key_where:
      'Dans injixo, ouvrez Compte > Intégrations, choisissez votre intégration Freshchat et générez une clé. Collez-la ici.',
    key_again: 'La clé enregistrée n’est pas affichée. Collez-la de nouveau, ou collez-en une nouvelle.',
    checking: 'Vérification de la clé auprès d’injixo…',
    accepted: 'injixo a accepté la clé.',
    key_missing: 'Collez la clé API injixo. Vous la trouvez dans injixo sous Compte > Intégrations.',
    key_malformed:
      'Cette clé API injixo n’est pas complète. Copiez toute la clé, de « ijx_ » jusqu’à la fin, et collez-la de nouveau.',
    key_unknown:
      'injixo ne connaît pas cette clé. Générez une nouvelle clé dans injixo sous Compte > Intégrations et collez-la ici.',
    key_revoked:
      'Cette clé a été révoquée. Générez une nouvelle clé dans injixo sous Compte > Intégrations et collez-la ici.',
    key_expired:
      'Cette clé a expiré. Générez une nouvelle clé dans injixo sous Compte > Intégrations et collez-la ici.',
    busy: 'injixo est momentanément surchargé. Attendez une minute, puis réessayez.',
    unreachable: 'Impossible de joindre injixo. Attendez une minute, puis réessayez.',
    region_too: 'Vérifiez aussi la région.',
    clock: 'L’horloge de cet ordinateur est fausse. Réglez la date et l’heure, puis réessayez.',
    unexpected:
      'injixo a donné une réponse inattendue ({status}). Réessayez ; si cela persiste, indiquez ce numéro au support injixo.',
  },
  es: {
    title: 'Conectar Freshchat con injixo',
    intro:
      'Esta aplicación avisa a injixo cuando terminan los chats, para que injixo pueda contarlos. No envía textos de mensajes ni datos personales.',
    region: 'Región de tu cuenta de injixo',
    key: 'Clave API de injixo',
    key_where:
      'En injixo, abre Cuenta > Integraciones, elige tu integración de Freshchat y genera una clave. Pégala aquí.',
    key_again: 'La clave guardada no se muestra. Pégala de nuevo, o pega una nueva.',
    checking: 'Comprobando la clave con injixo…',
    accepted: 'injixo ha aceptado la clave.',
    key_missing: 'Pega la clave API de injixo. La encuentras en injixo en Cuenta > Integraciones.',
    key_malformed:
      'Esta clave API de injixo no está completa. Copia toda la clave, desde «ijx_» hasta el final, y pégala de nuevo.',
    key_unknown:
      'injixo no conoce esta clave. Genera una clave nueva en injixo en Cuenta > Integraciones y pégala aquí.',
    key_revoked: 'Esta clave fue revocada. Genera una clave nueva en injixo en Cuenta > Integraciones y pégala aquí.',
    key_expired: 'Esta clave ha caducado. Genera una clave nueva en injixo en Cuenta > Integraciones y pégala aquí.',
    busy: 'injixo está ocupado en este momento. Espera un minuto y vuelve a intentarlo.',
    unreachable: 'No se pudo acceder a injixo. Espera un minuto y vuelve a intentarlo.',
    region_too: 'Comprueba también la región.',
    clock: 'El reloj de este ordenador está mal. Ajusta la fecha y la hora y vuelve a intentarlo.',
    unexpected:
      'injixo dio una respuesta inesperada ({status}). Inténtalo de nuevo; si continúa, comunica este número al soporte de injixo.',
  },
};
