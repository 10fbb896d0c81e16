/** Chromium's own list leaves it out. */
const ZONES = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])];

/** All time zones that the browser knows, and the chosen one whatever it is. */
export const ZoneOptions = ({ chosen }: { readonly chosen: string }) => (
  <>
    {(ZONES.includes(chosen) ? ZONES : [chosen, ...ZONES]).map((zone) => (
      <option key={zone}>{zone}</option>
    ))}
  </>
);
