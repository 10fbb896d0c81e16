/** What a run of the benchmark found, as bench/results.json keeps it. */

export type DesignResult = {
  readonly design: string;
  readonly isOurs: boolean;
  readonly integrations: number;
  /** Side by side. */
  readonly recorders: number;
  readonly sqsBatch: number;
  /** Only this project has a second function. */
  readonly streamBatch?: number;
  readonly writeUnitsPerChat: number;
  readonly readUnitsPerChat: number;
  readonly callsPerChat: number;
  readonly cpuMicrosPerEvent: number;
  readonly cpuTimesJsonParse: number;
  readonly eventsPerSecondAndCore: number;
  /** Without faults; anything but 0 is a bug of the benchmark or of the design. */
  readonly miscounts: number;
  /** With faults. `net` hides what errs in both directions. */
  readonly miscountsPerMillionWithFaults: { readonly net: number; readonly absolute: number };
  readonly usdPerMillionChats: number;
};

/** Of one part, or of all together. */
export type PerChat = { readonly writeUnits: number; readonly readUnits: number; readonly calls: number };

/** The day of a service: batches of 100 messages and of 1,000 ledger changes. */
export type ServiceResult = {
  readonly design: string;
  readonly isOurs: boolean;
  readonly integrations: number;
  /** Side by side; a peer remembers nothing, so that their number changes nothing. */
  readonly recorders: number;
  readonly deliveries: number;
  /** Of each integration. */
  readonly heartbeatsADay: number;
  /** The same traffic that came before what was measured. */
  readonly warmUpMinutes: number;
  readonly recorded: PerChat;
  /** Only this project has a second function. */
  readonly tallied?: PerChat;
  readonly together: PerChat;
  /** DynamoDB's part, reads included. */
  readonly dynamoUsdPerMillionChats: number;
};

export type FunctionResult = {
  readonly name: string;
  readonly bundleBytes: number;
  /** Above the import of an empty module. */
  readonly importMs: number;
};

/** The monitor's runs with so many healthy integrations, on average. */
export type SilenceCheckResult = {
  readonly integrations: number;
  /** Over how many runs the average is taken. */
  readonly runs: number;
  /** Integrations that a run looked at. */
  readonly duePerRun: number;
  /** The probe's message is one of them. */
  readonly callsPerRun: number;
  readonly readUnitsPerRun: number;
  readonly writeUnitsPerRun: number;
  readonly cpuMicrosPerRun: number;
  readonly usdPerMonth: number;
};

export type Results = {
  readonly date: string;
  readonly machine: string;
  readonly node: string;
  readonly seed: number;
  readonly deliveries: number;
  readonly chats: number;
  readonly faultRate: number;
  readonly jsonParseMicros: number;
  readonly services: readonly ServiceResult[];
  /** What each heartbeat of an app without chats costs. */
  readonly heartbeat: PerChat;
  readonly designs: readonly DesignResult[];
  readonly functions: readonly FunctionResult[];
  /** Average and largest ledger item. */
  readonly ledgerItemBytes: { readonly mean: number; readonly max: number };
  /** To read the hourly counts of 20 queues for a year, eventually consistent. */
  readonly readUnitsOfAYear: number;
  readonly silenceChecks: readonly SilenceCheckResult[];
};
