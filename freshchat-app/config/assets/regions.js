/**
 * Where injixo's HTTP API for events is, one entry a region. Set the true hosts before the upload.
 * With more than one the page asks; the name is shown as it stands here, in every language.
 */
// eslint-disable-next-line no-unused-vars -- iparams.js uses it
const REGIONS = [{ host: 'events.eu.injixo.example', name: 'Europe' }];
