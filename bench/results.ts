/** What the benchmark found, as bench/results.json keeps it. Its parts are measured apart, and each says when and of what. */

import * as z from 'zod';

const measuredSchema = z
  .object({
    date: z.string(),
    /** Of this repository; with a `+` where files had changed since. */
    commit: z.string(),
    machine: z.string(),
    node: z.string(),
    /** Of the synthetic day. */
    deliveries: z.number(),
    chats: z.number(),
  })
  .readonly();

const designSchema = z
  .object({
    design: z.string(),
    isOurs: z.boolean(),
    integrations: z.number(),
    /** Side by side. */
    recorders: z.number(),
    sqsBatch: z.number(),
    /** Only this project has a second function. */
    streamBatch: z.number().exactOptional(),
    writeUnitsPerChat: z.number(),
    readUnitsPerChat: z.number(),
    callsPerChat: z.number(),
    cpuMicrosPerEvent: z.number(),
    cpuTimesJsonParse: z.number(),
    eventsPerSecondAndCore: z.number(),
    /** Without faults; anything but 0 is a bug of the benchmark or of the design. */
    miscounts: z.number(),
    /** With faults. `net` hides what errs in both directions. */
    miscountsPerMillionWithFaults: z.object({ net: z.number(), absolute: z.number() }).readonly(),
    usdPerMillionChats: z.number(),
  })
  .readonly();

/** Of one part, or of all together. */
const perChatSchema = z.object({ writeUnits: z.number(), readUnits: z.number(), calls: z.number() }).readonly();

/** The day of a service: batches of 100 messages and of 1,000 ledger changes. */
const serviceSchema = z
  .object({
    design: z.string(),
    isOurs: z.boolean(),
    integrations: z.number(),
    /** Side by side; a peer remembers nothing, so that their number changes nothing. */
    recorders: z.number(),
    deliveries: z.number(),
    /** Of each integration. */
    heartbeatsADay: z.number(),
    /** The same traffic that came before what was measured. */
    warmUpMinutes: z.number(),
    recorded: perChatSchema,
    /** Only this project has a second function. */
    tallied: perChatSchema.exactOptional(),
    together: perChatSchema,
    /** DynamoDB's part, reads included. */
    dynamoUsdPerMillionChats: z.number(),
  })
  .readonly();

const functionSchema = z
  .object({
    name: z.string(),
    bundleBytes: z.number(),
    /** Above the import of an empty module. */
    importMs: z.number(),
  })
  .readonly();

/** The monitor's runs with so many healthy integrations, on average. */
const silenceCheckSchema = z
  .object({
    integrations: z.number(),
    /** Over how many runs the average is taken. */
    runs: z.number(),
    /** Integrations that a run looked at. */
    duePerRun: z.number(),
    /** The probe's message is one of them. */
    callsPerRun: z.number(),
    readUnitsPerRun: z.number(),
    writeUnitsPerRun: z.number(),
    cpuMicrosPerRun: z.number(),
    usdPerMonth: z.number(),
  })
  .readonly();

/** A hundred days of 20 queues from the read API, in one page. */
const readSchema = z
  .object({
    interval: z.string(),
    format: z.enum(['json', 'csv']),
    calls: z.number(),
    /** Consistent. */
    readUnits: z.number(),
    cpuMicrosToRead: z.number(),
    cpuMicrosToShape: z.number(),
    answerBytes: z.number(),
    gzipBytes: z.number(),
  })
  .readonly();

/** What a reader asks besides the counts, in read units. */
const besideCountsSchema = z
  .object({
    /** Whether a range may be believed: claims, the holes of a year, and our own outages. */
    completeness: z.number(),
    /** The queues' other names. */
    groupNames: z.number(),
    /** What changed since the last question, when nothing did. */
    quietPoll: z.number(),
  })
  .readonly();

/** The console's picture of the contacts. */
const drawSchema = z.object({ days: z.number(), queues: z.number(), scriptMs: z.number() }).readonly();

/** All that the parts find. */
const foundSchema = z
  .object({
    services: z.array(serviceSchema).readonly(),
    /** What each heartbeat of an app without chats costs. */
    heartbeat: perChatSchema,
    reads: z.array(readSchema).readonly(),
    readsBesideCounts: besideCountsSchema,
    silenceChecks: z.array(silenceCheckSchema).readonly(),
    /** Average and largest ledger item. */
    ledgerItemBytes: z.object({ mean: z.number(), max: z.number() }).readonly(),
    /** To read the hourly counts of 20 queues for a year, eventually consistent. */
    readUnitsOfAYear: z.number(),
    functions: z.array(functionSchema).readonly(),
    /** Absent where there is no browser. */
    draw: drawSchema.exactOptional(),
    /** Of the calls, where miscounts are counted. */
    faultRate: z.number(),
    jsonParseMicros: z.number(),
    designs: z.array(designSchema).readonly(),
  })
  .readonly();

/** In the order in which they are measured. */
export const PART_NAMES = ['services', 'reads', 'silence', 'items', 'bundles', 'console', 'designs'] as const;
export type PartName = (typeof PART_NAMES)[number];

const resultsSchema = z
  .object({ ...foundSchema.unwrap().shape, measured: z.record(z.enum(PART_NAMES), measuredSchema).readonly() })
  .readonly();

/** A run that was ended early holds the parts that were done. */
export const partialResultsSchema = z
  .object({
    ...foundSchema.unwrap().partial().shape,
    measured: z.partialRecord(z.enum(PART_NAMES), measuredSchema).readonly(),
  })
  .readonly();

/** Nothing, while a part was never measured. */
export const asWhole = (results: PartialResults): Results | undefined => resultsSchema.safeParse(results).data;

export type Measured = z.output<typeof measuredSchema>;
export type DesignResult = z.output<typeof designSchema>;
export type PerChat = z.output<typeof perChatSchema>;
export type ServiceResult = z.output<typeof serviceSchema>;
export type FunctionResult = z.output<typeof functionSchema>;
export type SilenceCheckResult = z.output<typeof silenceCheckSchema>;
export type ReadResult = z.output<typeof readSchema>;
export type DrawResult = z.output<typeof drawSchema>;
export type BesideCounts = z.output<typeof besideCountsSchema>;
export type Found = z.output<typeof foundSchema>;
export type Results = z.output<typeof resultsSchema>;
export type PartialResults = z.output<typeof partialResultsSchema>;
