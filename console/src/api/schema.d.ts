/** Made by `npm run openapi` out of docs/openapi.json: do not edit. */

export interface paths {
"/v1/events": {
"post": {
parameters: {
query?: never;
path?: never;
header?: never;
};
requestBody: { content: {
"application/json": (({
"id": string;
"occurredAt": string;
"type": "chat.resolved" | "chat.deleted" | "chat.marked_spam";
"chat": {
"id": string;
"createdAt"?: (string) | (null);
"group"?: ({
"id"?: (string) | (null);
"name"?: (string) | (null);
}) | (null);
};
}) | ({
"id": string;
"occurredAt": string;
"type": "chat.created" | "chat.reopened";
"chat": {
"id": string;
};
}) | ({
"id": string;
"occurredAt": string;
"type": "app.heartbeat" | "app.installed" | "app.uninstalled";
"app"?: ({
"version"?: (string) | (null);
"account"?: (string) | (null);
"aliveForSeconds"?: (number) | (null);
"undeliveredForSeconds"?: (number) | (null);
}) | (null);
})) | ({
"events": (({
"id": string;
"occurredAt": string;
"type": "chat.resolved" | "chat.deleted" | "chat.marked_spam";
"chat": {
"id": string;
"createdAt"?: (string) | (null);
"group"?: ({
"id"?: (string) | (null);
"name"?: (string) | (null);
}) | (null);
};
}) | ({
"id": string;
"occurredAt": string;
"type": "chat.created" | "chat.reopened";
"chat": {
"id": string;
};
}) | ({
"id": string;
"occurredAt": string;
"type": "app.heartbeat" | "app.installed" | "app.uninstalled";
"app"?: ({
"version"?: (string) | (null);
"account"?: (string) | (null);
"aliveForSeconds"?: (number) | (null);
"undeliveredForSeconds"?: (number) | (null);
}) | (null);
}))[];
});
} };
responses: {
202: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["EventsAnswer"];
} };
400: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
401: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
413: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
415: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
422: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["EventsAnswer"];
} };
503: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
};
};
};
"/v1/integrations": {
"post": {
parameters: {
query?: {
"verify"?: "true" | "false";
};
path?: never;
header?: never;
};
requestBody: { content: {
"application/json": {
"name": string;
"template"?: "freshchat";
"freshchatDomain": string;
"freshchatKey": string;
"silencePolicy"?: ({
"window"?: string;
"activeHours"?: ({
"timeZone": string;
"weekly": {
"monday"?: (string)[];
"tuesday"?: (string)[];
"wednesday"?: (string)[];
"thursday"?: (string)[];
"friday"?: (string)[];
"saturday"?: (string)[];
"sunday"?: (string)[];
};
"holidays"?: (string)[];
}) | (null);
"pausedUntil"?: (string) | (null);
}) | (null);
};
} };
responses: {
201: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Integration"];
} };
400: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
401: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
403: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
409: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
413: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
415: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
422: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
503: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
};
};
"get": {
parameters: {
query?: {
"limit"?: string;
"cursor"?: string;
"state"?: "critical" | "needs_you" | "warning" | "checking" | "waiting" | "operational" | "paused" | "erasing";
};
path?: never;
header?: never;
};
responses: {
200: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["IntegrationList"];
} };
304: { headers: { [name: string]: unknown }; content?: never };
400: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
401: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
403: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
503: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
};
};
};
"/v1/integrations/{integrationId}": {
"get": {
parameters: {
query?: never;
path: {
"integrationId": string;
};
header?: never;
};
responses: {
200: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Integration"];
} };
401: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
403: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
404: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
503: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
};
};
"patch": {
parameters: {
query?: {
"verify"?: "true" | "false";
};
path: {
"integrationId": string;
};
header?: never;
};
requestBody: { content: {
"application/json": {
"version": number;
"name"?: string;
"freshchatDomain"?: string;
"freshchatKey"?: string;
"silencePolicy"?: ({
"window"?: string;
"activeHours"?: ({
"timeZone": string;
"weekly": {
"monday"?: (string)[];
"tuesday"?: (string)[];
"wednesday"?: (string)[];
"thursday"?: (string)[];
"friday"?: (string)[];
"saturday"?: (string)[];
"sunday"?: (string)[];
};
"holidays"?: (string)[];
}) | (null);
"pausedUntil"?: (string) | (null);
}) | (null);
"acceptsFrom"?: (string) | (null);
};
} };
responses: {
200: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Integration"];
} };
400: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
401: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
403: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
404: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
409: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
413: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
415: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
422: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
503: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
};
};
"delete": {
parameters: {
query?: {
"erase"?: "true" | "false";
};
path: {
"integrationId": string;
};
header?: never;
};
responses: {
202: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Integration"];
} };
204: { headers: { [name: string]: unknown }; content?: never };
400: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
401: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
403: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
404: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
409: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
503: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
};
};
};
"/v1/integrations/{integrationId}/restore": {
"post": {
parameters: {
query?: never;
path: {
"integrationId": string;
};
header?: never;
};
requestBody?: { content: {
"application/json": Readonly<Record<string, never>>;
} };
responses: {
200: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Integration"];
} };
204: { headers: { [name: string]: unknown }; content?: never };
400: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
401: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
403: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
404: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
409: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
413: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
415: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
422: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
503: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
};
};
};
"/v1/integrations/{integrationId}/pause": {
"post": {
parameters: {
query?: never;
path: {
"integrationId": string;
};
header?: never;
};
requestBody?: { content: {
"application/json": Readonly<Record<string, never>>;
} };
responses: {
200: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Integration"];
} };
400: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
401: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
403: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
404: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
409: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
413: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
415: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
422: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
503: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
};
};
};
"/v1/integrations/{integrationId}/resume": {
"post": {
parameters: {
query?: never;
path: {
"integrationId": string;
};
header?: never;
};
requestBody?: { content: {
"application/json": Readonly<Record<string, never>>;
} };
responses: {
200: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Integration"];
} };
400: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
401: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
403: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
404: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
409: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
413: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
415: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
422: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
503: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
};
};
};
"/v1/integrations/{integrationId}/keys": {
"post": {
parameters: {
query?: never;
path: {
"integrationId": string;
};
header?: never;
};
requestBody?: { content: {
"application/json": {
"expiresAt"?: string;
"expireOthersAfter"?: string;
};
} };
responses: {
201: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["GeneratedKey"];
} };
400: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
401: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
403: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
404: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
409: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
413: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
415: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
422: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
503: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
};
};
"get": {
parameters: {
query?: never;
path: {
"integrationId": string;
};
header?: never;
};
responses: {
200: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["KeyList"];
} };
401: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
403: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
404: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
503: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
};
};
};
"/v1/integrations/{integrationId}/keys/{keyId}": {
"delete": {
parameters: {
query?: never;
path: {
"integrationId": string;
"keyId": string;
};
header?: never;
};
responses: {
200: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Key"];
} };
401: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
403: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
404: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
409: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
503: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
};
};
};
"/v1/integrations/{integrationId}/incidents": {
"get": {
parameters: {
query?: {
"limit"?: string;
"cursor"?: string;
};
path: {
"integrationId": string;
};
header?: never;
};
responses: {
200: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["IncidentList"];
} };
400: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
401: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
403: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
404: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
503: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
};
};
};
"/v1/integrations/{integrationId}/verify": {
"post": {
parameters: {
query?: never;
path: {
"integrationId": string;
};
header?: never;
};
requestBody?: { content: {
"application/json": Readonly<Record<string, never>>;
} };
responses: {
200: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Verification"];
} };
400: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
401: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
403: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
404: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
409: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
413: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
415: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
422: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
503: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
};
};
};
"/v1/integrations/{integrationId}/contact-counts": {
"get": {
parameters: {
query: {
"from": string;
"to"?: string;
"interval"?: "PT15M" | "PT30M" | "PT1H" | "P1D";
"timeZone"?: string;
"queue"?: (string)[];
"measure"?: "contacts" | "arrivals";
"join"?: "name" | "group";
"state"?: "all" | "final";
};
path: {
"integrationId": string;
};
header?: never;
};
responses: {
200: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["ContactCounts"];
} };
304: { headers: { [name: string]: unknown }; content?: never };
400: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
401: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
403: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
404: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
503: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
};
};
};
"/v1/integrations/{integrationId}/contact-counts/changes": {
"get": {
parameters: {
query: {
"cursor": string;
};
path: {
"integrationId": string;
};
header?: never;
};
responses: {
200: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["ContactCountChanges"];
} };
304: { headers: { [name: string]: unknown }; content?: never };
400: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
401: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
403: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
404: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
503: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
};
};
};
"/v1/integrations/{integrationId}/queues": {
"get": {
parameters: {
query: {
"from": string;
"to"?: string;
"measure"?: "contacts" | "arrivals";
};
path: {
"integrationId": string;
};
header?: never;
};
responses: {
200: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Queues"];
} };
304: { headers: { [name: string]: unknown }; content?: never };
400: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
401: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
403: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
404: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
503: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
};
};
};
"/v1/me": {
"get": {
parameters: {
query?: never;
path?: never;
header?: never;
};
responses: {
200: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Me"];
} };
401: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
403: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
503: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
};
};
};
"/v1/pipeline": {
"get": {
parameters: {
query?: never;
path?: never;
header?: never;
};
responses: {
200: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Pipeline"];
} };
401: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
403: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
503: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
};
};
};
"/v1/operations/integrations": {
"get": {
parameters: {
query?: {
"limit"?: string;
"cursor"?: string;
"state"?: "critical" | "needs_you" | "warning" | "checking" | "quiet" | "paused" | "erasing";
};
path?: never;
header?: never;
};
responses: {
200: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["OperationsIntegrations"];
} };
400: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
401: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
403: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
503: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
};
};
};
"/v1/operations/incidents": {
"get": {
parameters: {
query?: {
"limit"?: string;
"cursor"?: string;
"state"?: "open";
};
path?: never;
header?: never;
};
responses: {
200: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["OperationsIncidents"];
} };
400: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["Error"];
} };
401: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
403: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
503: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
};
};
};
"/v1/operations/pipeline": {
"get": {
parameters: {
query?: never;
path?: never;
header?: never;
};
responses: {
200: { headers: { [name: string]: unknown }; content: {
"application/json": components['schemas']["OperationsPipeline"];
} };
401: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
403: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
503: { headers: { [name: string]: unknown }; content: {
"application/json": (components['schemas']["Error"]) | (components['schemas']["GatewayMessage"]);
} };
};
};
};
}

export interface components { schemas: {
"Error": {
"error": {
"code": string;
"message": string;
"field"?: string;
"problems"?: ({
"code": string;
"message": string;
"field"?: string;
})[];
};
};
"GatewayMessage": {
"message": string;
};
"EventsAnswer": {
"accepted": number;
"rejected": ({
"index": number;
"id"?: string;
"code": string;
"field"?: string;
"message": string;
})[];
"noted"?: ({
"index": number;
"id"?: string;
"code": string;
"field"?: string;
"message": string;
})[];
"alsoRejected"?: number;
};
"Integration": {
"integrationId": string;
"name": string;
"template": "freshchat";
"freshchatDomain": (string) | (null);
"freshchatAccounts": ({
"account": string;
"lastHeartbeatAt": string;
})[];
"hasFreshchatKey": boolean;
"silencePolicy": {
"window": string;
"activeHours"?: {
"timeZone": string;
"weekly": Readonly<Record<string, (string)[]>>;
"holidays": (string)[];
};
"pausedUntil"?: string;
};
"acceptsFrom"?: string;
"status": "waiting" | "operational" | "silent" | "paused" | "unknown" | "erasing" | "erased";
"state": "critical" | "needs_you" | "warning" | "checking" | "waiting" | "operational" | "paused" | "erasing" | "erased";
"since"?: string;
"cause"?: "pipeline_stalled" | "key_rejected" | "events_invalid" | "app_uninstalled" | "app_silent" | "never_connected" | "no_chats" | "partial_loss" | "two_accounts";
"severity"?: "warning" | "critical";
"message": string;
"nextStep"?: string;
"reason": {
"key": "waiting" | "connected" | "operational" | "paused" | "unknown" | "pipeline_stalled" | "key_revoked" | "key_expired" | "events_invalid" | "app_uninstalled" | "app_silent" | "never_connected" | "no_chats" | "partial_loss" | "partial_loss_by_key" | "two_accounts" | "handover" | "erasing" | "erased";
"facts": Readonly<Record<string, string>>;
};
"silentAfter"?: string;
"lastEventAt"?: string;
"lastHeartbeatAt"?: string;
"installedAt"?: string;
"uninstalledAt"?: string;
"appVersion"?: string;
"lastRefusal"?: {
"at": string;
"reason": "key_revoked" | "key_expired";
"keyId": string;
};
"keys": (components['schemas']["Key"])[];
"erase"?: {
"requestedAt": string;
"erasesAt"?: string;
"erasedAt"?: string;
"deletedChats": number;
"deletedCounts": number;
};
"version": number;
"createdAt": string;
};
"IntegrationList": {
"items": (components['schemas']["Integration"])[];
"nextCursor"?: string;
"counts": {
"critical": number;
"needs_you": number;
"warning": number;
"checking": number;
"waiting": number;
"operational": number;
"paused": number;
"erasing": number;
};
};
"Key": {
"keyId": string;
"status": "active" | "expired" | "revoked";
"createdAt": string;
"expiresAt"?: string;
"revokedAt"?: string;
"lastUsedAt"?: string;
"lastRefusedAt"?: string;
"hint"?: "unused";
};
"KeyList": {
"items": (components['schemas']["Key"])[];
"nextCursor"?: string;
};
"GeneratedKey": {
"keyId": string;
"key": string;
"createdAt": string;
"expiresAt"?: string;
};
"Verification": {
"outcome": "ok" | "credentials_rejected" | "unreachable" | "not_freshchat";
"detail"?: string;
"message": string;
"nextStep"?: string;
"reason": {
"key": "ok" | "credentials_rejected" | "unreachable" | "not_freshchat";
"facts": Readonly<Record<string, string>>;
};
"checkedAt": string;
"lastEventAt"?: string;
};
"Incident": {
"openedAt": string;
"from": string;
"to"?: string;
"endedBy"?: "settings" | "pause" | "deletion";
"cause": "pipeline_stalled" | "key_rejected" | "events_invalid" | "app_uninstalled" | "app_silent" | "never_connected" | "no_chats";
"severity": "warning" | "critical";
"reason": {
"key": "pipeline_stalled" | "key_rejected" | "events_invalid" | "app_uninstalled" | "app_silent" | "never_connected" | "no_chats";
"facts": Readonly<Record<string, string>>;
};
};
"IncidentList": {
"items": (components['schemas']["Incident"])[];
"nextCursor"?: string;
};
"ContactCounts": {
"integrationId": string;
"measure": "contacts" | "arrivals";
"interval": "PT15M" | "PT30M" | "PT1H" | "P1D";
"timeZone": string;
"from": string;
"to": string;
"completeFrom": (string) | (null);
"completeUntil": (string) | (null);
"arrivalsCompleteUntil": (string) | (null);
"cursor": string;
"holes": ({
"from": string;
"until": string;
"cause": "app_silent" | "app_uninstalled" | "key_rejected" | "events_invalid" | "our_outage" | "key_leaked" | "not_claimed";
"recovery": "none" | "recovered";
})[];
"intervals": {
"starts": (string)[];
"states": string;
"basis": string;
};
"series": ({
"queue": string;
"groupIds": (string)[];
"total": (number) | (null);
"values": ((number) | (null))[];
"counted": (number)[];
})[];
"next": (string) | (null);
};
"ContactCountChanges": {
"changed": ({
"hour": string;
"queue": string;
"contacts": (number) | (null);
"arrivals": (number) | (null);
"state": "final" | "provisional" | "unknown";
"correctedAt": string;
})[];
"holes": ({
"from": string;
"until": string;
"cause": "app_silent" | "app_uninstalled" | "key_rejected" | "events_invalid" | "our_outage" | "key_leaked" | "not_claimed";
"recovery": "none" | "recovered";
})[];
"cursor": string;
"endOfStream": boolean;
};
"Queues": {
"integrationId": string;
"measure": "contacts" | "arrivals";
"queues": ({
"queue": string;
"total": (number) | (null);
"counted": number;
"groupIds": (string)[];
"otherNames": (string)[];
"ambiguous": boolean;
})[];
};
"Me": {
"account": string;
"subject"?: string;
"scopes": ("integrations/read" | "integrations/write" | "integrations/erase" | "counts/read" | "operations/read")[];
};
"Pipeline": {
"state": "on_time" | "delayed" | "catching_up" | "checking" | "not_watched";
"since"?: string;
"checkedAt"?: string;
"message": string;
"reason": {
"key": "pipeline_on_time" | "pipeline_delayed" | "pipeline_catching_up" | "pipeline_checking" | "pipeline_not_watched" | "pipeline_not_watched_yet";
"facts": Readonly<Record<string, string>>;
};
"ourOutages": ({
"from": string;
"to": string;
})[];
};
"OperationsIntegrations": {
"readAt": string;
"counts": {
"total": number;
"critical": number;
"needs_you": number;
"warning": number;
"checking": number;
"quiet": number;
"paused": number;
"erasing": number;
};
"items": ({
"integrationId": string;
"account": string;
"name": string;
"state": "critical" | "needs_you" | "warning" | "checking" | "waiting" | "operational" | "paused" | "erasing";
"status": "waiting" | "operational" | "silent" | "paused" | "unknown" | "erasing";
"cause"?: "pipeline_stalled" | "key_rejected" | "events_invalid" | "app_uninstalled" | "app_silent" | "never_connected" | "no_chats" | "partial_loss" | "two_accounts";
"severity"?: "warning" | "critical";
"message": string;
"nextStep"?: string;
"reason": {
"key": "waiting" | "connected" | "operational" | "paused" | "unknown" | "pipeline_stalled" | "key_revoked" | "key_expired" | "events_invalid" | "app_uninstalled" | "app_silent" | "never_connected" | "no_chats" | "partial_loss" | "partial_loss_by_key" | "two_accounts" | "erasing";
"facts": Readonly<Record<string, string>>;
};
"since"?: string;
"silentAfter"?: string;
"lastEventAt"?: string;
"lastHeartbeatAt"?: string;
"appVersion"?: string;
"incident"?: {
"openedAt": string;
"from": string;
"cause": "pipeline_stalled" | "key_rejected" | "events_invalid" | "app_uninstalled" | "app_silent" | "never_connected" | "no_chats";
"severity": "warning" | "critical";
"announced": boolean;
};
"runbook"?: string;
})[];
"nextCursor"?: string;
};
"OperationsIncidents": {
"items": ({
"integrationId": string;
"account": string;
"name"?: string;
"openedAt": string;
"from": string;
"to"?: string;
"cause": "pipeline_stalled" | "key_rejected" | "events_invalid" | "app_uninstalled" | "app_silent" | "never_connected" | "no_chats";
"severity": "warning" | "critical";
"reason": {
"key": "pipeline_stalled" | "key_rejected" | "events_invalid" | "app_uninstalled" | "app_silent" | "never_connected" | "no_chats";
"facts": Readonly<Record<string, string>>;
};
"runbook": string;
})[];
"nextCursor"?: string;
};
"OperationsPipeline": {
"state": "on_time" | "delayed" | "catching_up" | "checking" | "not_watched";
"since"?: string;
"checkedAt"?: string;
"message": string;
"reason": {
"key": "pipeline_on_time" | "pipeline_delayed" | "pipeline_catching_up" | "pipeline_checking" | "pipeline_not_watched" | "pipeline_not_watched_yet";
"facts": Readonly<Record<string, string>>;
};
"ourOutages": ({
"from": string;
"to": string;
})[];
"runbook"?: string;
"probeOnTheWaySince"?: string;
"caughtUpTo"?: string;
"stall"?: {
"from": string;
"to"?: string;
};
"manySilent"?: {
"from": string;
"to"?: string;
"refusal"?: "key_revoked" | "key_expired" | "events_invalid";
"notOurs"?: boolean;
};
"integrations": {
"total": number;
"critical": number;
"needs_you": number;
"warning": number;
"checking": number;
"quiet": number;
"paused": number;
"erasing": number;
};
"openIncidents": number;
"readAt": string;
};
} }

