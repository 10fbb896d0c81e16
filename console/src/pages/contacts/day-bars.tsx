import { scaleBand, scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';
import { Scroll } from '../../parts/scroll.tsx';
import { sayNumber } from '../../words/translate.ts';
import { type Calendar, type Day, type Hour, sumOf } from './day-rows.ts';
import { busiestOf, type Group } from './queue-groups.ts';
import { sumText } from './say-hour.ts';

const [WIDTH, HEIGHT] = [960, 240];
const [TOP, RIGHT, BOTTOM, LEFT] = [8, 8, 24, 40];
const GROUND = HEIGHT - BOTTOM;

type Props = { readonly day: Day; readonly calendar: Calendar };

/** The table beneath says the same in words. */
export const DayBars = ({ day, calendar: { columns, queues } }: Props) => {
  const groups = busiestOf(queues, day);
  const columnAt = scaleBand<number>()
    .domain(columns.map((_, index) => index))
    .range([LEFT, WIDTH - RIGHT])
    .padding(0.15);
  const layers = stack<number, Group>()
    .keys(groups)
    .value((column, { countIn }) => drawnIn(day.hours[column], countIn))(columnAt.domain());
  const highest = Math.max(1, ...layers.flatMap((layer) => layer.map(([, top]) => top)));
  const y = scaleLinear().domain([0, highest]).nice().range([GROUND, TOP]);
  const ticks = y.ticks(4).filter(Number.isInteger);
  return (
    <>
      <Scroll>
        <svg class="bars" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
          <Hatch />
          {ticks.map((tick) => (
            <g key={tick} transform={`translate(0 ${y(tick)})`}>
              <line x1={LEFT} x2={WIDTH - RIGHT} class="rule" />
              <text x={LEFT - 6} dy="0.32em" text-anchor="end">
                {sayNumber(tick)}
              </text>
            </g>
          ))}
          {layers.map((layer, index) => (
            <g key={layer.key.name} class={`layer l${index + 1}`}>
              {layer.map(
                ([bottom, top], column) =>
                  top > bottom && (
                    <rect
                      key={column}
                      x={columnAt(column)}
                      y={y(top)}
                      width={columnAt.bandwidth()}
                      height={Math.max(0, y(bottom) - y(top) - 1)}
                      class={day.hours[column]?.state ?? ''}
                    />
                  ),
              )}
            </g>
          ))}
          {columns.map(({ hour, isAgain }, column) => {
            const [x, middle] = [columnAt(column), (columnAt(column) ?? 0) + columnAt.bandwidth() / 2];
            return (
              <g key={`${hour}${isAgain}`}>
                {day.hours[column]?.state === 'unknown' && (
                  <>
                    <rect x={x} y={TOP} width={columnAt.bandwidth()} height={GROUND - TOP} fill="url(#hatch)" />
                    <text class="unknown-sign" x={middle} y={(TOP + GROUND) / 2} text-anchor="middle">
                      ?
                    </text>
                  </>
                )}
                <text x={middle} y={HEIGHT - 8} text-anchor="middle">
                  {hour}
                  {isAgain && 'b'}
                </text>
              </g>
            );
          })}
        </svg>
      </Scroll>
      <ul class="legend plain-list">
        {groups.map(({ name, countIn }, index) => (
          <li key={name}>
            <span class={`swatch l${index + 1}`} aria-hidden="true" /> <bdi>{name}</bdi>{' '}
            <span class="muted">{sumText(sumOf(day.hours, countIn))}</span>
          </li>
        ))}
      </ul>
    </>
  );
};

/** An unknown hour has a sign in place of a bar. */
const drawnIn = (hour: Hour | undefined, countIn: Group['countIn']): number =>
  hour && hour.state !== 'unknown' ? countIn(hour) : 0;

const Hatch = () => (
  <defs>
    <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width="6" height="6" class="hatch-ground" />
      <rect width="2" height="6" class="hatch-line" />
    </pattern>
  </defs>
);
