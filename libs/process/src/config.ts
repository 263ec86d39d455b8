import { InputError } from '#domain';
import { createGuard, parseAllowances, type Allowance, type Guard } from '#egress';
import { z } from 'zod';

/** The settings of a process, from its environment. Throws InputError that names every variable that is wrong. */
export function parseConfig<Schema extends z.ZodType>(schema: Schema, env: NodeJS.ProcessEnv): z.infer<Schema> {
  const { data, error } = schema.safeParse(env);
  if (!error) return data;
  throw new InputError(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
}

/** Whether everybody may read, or only who has a key. */
export const reads = z.enum(['open', 'closed']).default('open');

/** Settings of processes that read lists. */
export const listSettings = {
  /** A folder of YAML mappings, each a list of the operator's own. */
  LISTS_FOLDER: z.string().min(1).optional(),
};

/** Where requests of ours may go. */
export const egressSettings = {
  /**
   * Private receivers that may be reached, by http too: networks, each with a port or without, as
   * `127.0.0.1/32:9000,[fd00::]/8:443`. Nobody, where left out.
   */
  DEMARCHE_EGRESS_ALLOW: z
    .string()
    .default('')
    .transform((text, context): Allowance[] => {
      try {
        return parseAllowances(text);
      } catch (error) {
        context.addIssue({ code: 'custom', message: (error as Error).message });
        return z.NEVER;
      }
    }),
  /** Ports of public receivers. */
  DEMARCHE_EGRESS_PORTS: z
    .string()
    .regex(/^\d{1,5}(,\d{1,5})*$/, 'Ports joined by commas')
    .default('443,8443')
    .transform((text) => text.split(',').map(Number)),
};

/** What decides where requests go, as the settings have it. */
export const guardOf = (settings: { DEMARCHE_EGRESS_ALLOW: Allowance[]; DEMARCHE_EGRESS_PORTS: number[] }): Guard =>
  createGuard({ allow: settings.DEMARCHE_EGRESS_ALLOW, ports: settings.DEMARCHE_EGRESS_PORTS });

/** Settings of processes that make or send webhooks. */
export const webhookSettings = {
  ...egressSettings,
  /** What secrets are sealed with: `id:base64` of 32 bytes, several joined by commas, of which the first one seals. */
  DEMARCHE_SECRET_KEY: z.string().min(1).optional(),
  /** The address under which the service is reached, for links in what is sent; links are relative, where left out. */
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((text) => text.replace(/\/$/, ''))
    .optional(),
  /** Days for which attempts and finished deliveries are kept. */
  WEBHOOK_LOG_DAYS: z.coerce.number().int().min(1).max(10_000).default(90),
};

/** Settings of processes that fetch lists. */
export const fetchSettings = {
  ...egressSettings,
  /** Whether lists are fetched by themselves. */
  FETCH: z.enum(['on', 'off']).default('off'),
  /** A YAML file with other addresses, rhythms and limits of patience than the built-in ones. */
  FETCH_LISTS: z.string().min(1).optional(),
};

/** Settings of processes that open the database. */
export const databaseSettings = {
  /** Another login for the same database, which owns its tables: used at the start alone, to bring them to this version. */
  MIGRATE_DATABASE_URL: z.url().optional(),
  /** Connections in each of a process's pools, at most. A rebuild of two read models takes four. */
  DATABASE_POOL: z.coerce.number().int().min(4).max(1_000).default(10),
};

/** Settings that every process of a distributed run has. */
export const distributedConfig = z.object({
  /** A login that may act as the roles of migration 0001. */
  DATABASE_URL: z.url(),
  ...databaseSettings,
  /** `host:port`, several joined by commas. */
  KAFKA_BROKERS: z
    .string()
    .min(1)
    .transform((text) => text.split(',')),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** Health and metrics of processes without an API of their own. */
  HEALTH_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  HEALTH_HOST: z.string().min(1).default('127.0.0.1'),
});
