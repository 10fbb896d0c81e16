/**
 * What no public source proves about the platform, each as a switch. The suites run in both positions: whatever a real
 * account shows one day, it has been tried here.
 */

export type Assumptions = {
  /** Two appends at the same moment both last. If not, an append reads, and writes a moment later what it read. */
  readonly isAppendAtomic: boolean;
  /** `$schedule` takes 50 calls a minute, as `$request` and `$db` do. If not, it has no limit of that kind. */
  readonly isScheduleLimited: boolean;
  /** An invocation that failed or was cut off comes again, with the same payload. */
  readonly areFailedEventsRepeated: boolean;
  /** What the platform refuses over a limit counts towards the limit, too. */
  readonly doRefusedCallsCount: boolean;
  /** Schedules are still there when the settings were edited. */
  readonly doSchedulesSurviveEdits: boolean;
  /** The limits are of calendar minutes. If not, of any 60 seconds. */
  readonly areMinutesOfTheCalendar: boolean;
  /** The refusal of a value that grew too large speaks of its size. */
  readonly doesFullValueSaySo: boolean;
  /** The name of a one-time schedule is free when it is due. If not, a minute later. */
  readonly isNameFreeWhenDue: boolean;
};

/** As the figures of the outbox were simulated. */
export const USUAL: Assumptions = {
  isAppendAtomic: true,
  isScheduleLimited: false,
  areFailedEventsRepeated: false,
  doRefusedCallsCount: true,
  doSchedulesSurviveEdits: true,
  areMinutesOfTheCalendar: true,
  doesFullValueSaySo: true,
  isNameFreeWhenDue: true,
};

/** Every switch in the other position. */
export const OPPOSITE: Assumptions = {
  isAppendAtomic: false,
  isScheduleLimited: true,
  areFailedEventsRepeated: true,
  doRefusedCallsCount: false,
  doSchedulesSurviveEdits: false,
  areMinutesOfTheCalendar: false,
  doesFullValueSaySo: false,
  isNameFreeWhenDue: false,
};
