// Writes ops/grafana/*.json: dashboards for Grafana 10 and later, on the views of the schema `bi` and the metrics of our processes.
import { mkdir, writeFile } from 'node:fs/promises';

const SQL = { type: 'grafana-postgresql-datasource', uid: '${postgres}' };
const METRICS = { type: 'prometheus', uid: '${prometheus}' };

const sql = (title, rawSql, { type = 'table', format = 'table', width = 12, height = 9, description } = {}) => ({
  title,
  type,
  datasource: SQL,
  width,
  height,
  description,
  targets: [{ refId: 'A', datasource: SQL, format, rawQuery: true, editorMode: 'code', rawSql }],
});
const metric = (title, expr, { legend = '', width = 12, height = 8, type = 'timeseries', unit = 'short' } = {}) => ({
  title,
  type,
  datasource: METRICS,
  width,
  height,
  fieldConfig: { defaults: { unit }, overrides: [] },
  targets: [{ refId: 'A', datasource: METRICS, expr, legendFormat: legend }],
});

/** Puts panels side by side until a row of 24 is full. */
function placed(panels) {
  let [x, y, tallest] = [0, 0, 0];
  return panels.map(({ width, height, ...panel }, at) => {
    if (x + width > 24) [x, y, tallest] = [0, y + tallest, 0];
    const gridPos = { x, y, w: width, h: height };
    [x, tallest] = [x + width, Math.max(tallest, height)];
    return { id: at + 1, gridPos, ...panel };
  });
}

const dashboard = (uid, title, datasources, panels) => ({
  uid,
  title,
  tags: ['demarche'],
  timezone: 'utc',
  schemaVersion: 39,
  version: 1,
  editable: true,
  refresh: '1m',
  time: { from: 'now-30d', to: 'now' },
  templating: {
    list: datasources.map(([name, query]) => ({ name, label: name, type: 'datasource', query, hide: 0 })),
  },
  panels: placed(panels),
});

const lists = dashboard(
  'demarche-lists',
  'Demarche: lists',
  [['postgres', SQL.type]],
  [
    sql(
      'On record today',
      `select count(*) as "on record" from bi.designations_v1 where status in ('listed', 'suspended', 'uncertain')`,
      { type: 'stat', width: 6, height: 5 },
    ),
    sql('Lists', 'select count(*) as lists from bi.lists_v1', { type: 'stat', width: 6, height: 5 }),
    sql('Events', 'select max(position) as events from bi.events_v1', { type: 'stat', width: 6, height: 5 }),
    sql('Not ingested for the longest', 'select max(now() - last_ingested_at) as age from bi.lists_v1', {
      type: 'stat',
      width: 6,
      height: 5,
    }),
    sql(
      'On record today, by list and status',
      `select authority, list, status, count(*) as designations from bi.designations_v1
where status <> 'not-listed' group by authority, list, status order by authority, list, status`,
    ),
    sql(
      'Lists, by when something was ingested last',
      `select list, authority, name, publications, rejected, last_published_on, last_ingested_at from bi.lists_v1
order by last_ingested_at nulls first`,
    ),
    sql(
      'Events a day',
      `select date_trunc('day', recorded_at) as time, coalesce(list, 'no list') as metric, count(*) as events from bi.events_v1
where $__timeFilter(recorded_at) group by 1, 2 order by 1`,
      { type: 'timeseries', format: 'time_series', width: 24 },
    ),
    sql(
      'Publications',
      `select ingested_at, list, published_on, is_rejected, rejected_because, quarantined from bi.publications_v1
where $__timeFilter(ingested_at) order by ingested_at desc limit 200`,
      { width: 24 },
    ),
    sql(
      'Newest events',
      `select position, recorded_at, type, list, effective, confidence, publisher from bi.events_v1
order by position desc limit 100`,
      { width: 24 },
    ),
  ],
);

const operations = dashboard(
  'demarche-operations',
  'Demarche: operations',
  [
    ['prometheus', 'prometheus'],
    ['postgres', SQL.type],
  ],
  [
    metric('Position of the log', 'max(demarche_log_position)', { legend: 'head' }),
    metric('Behind the log', 'max by (subscription) (demarche_subscription_lag)', { legend: '{{subscription}}' }),
    metric('Failed attempts', 'max by (subscription) (demarche_subscription_failed_attempts)', {
      legend: '{{subscription}}',
    }),
    metric('Parked events', 'max by (subscription) (demarche_subscription_parked)', { legend: '{{subscription}}' }),
    metric('Resident memory', 'process_resident_memory_bytes', { legend: '{{instance}}', unit: 'bytes' }),
    metric('Event loop, p99', 'nodejs_eventloop_lag_p99_seconds', { legend: '{{instance}}', unit: 's' }),
    sql(
      'Followers of the log',
      'select subscription, position, lag, parked, failing_since from bi.subscriptions_v1 order by subscription',
      { width: 24 },
    ),
  ],
);

/** The dashboards by the names of their files. */
export const dashboards = { 'lists.json': lists, 'operations.json': operations };

if (process.argv[1] === new URL(import.meta.url).pathname) {
  await mkdir('ops/grafana', { recursive: true });
  for (const [name, content] of Object.entries(dashboards))
    await writeFile(`ops/grafana/${name}`, `${JSON.stringify(content, null, 2)}\n`);
}
