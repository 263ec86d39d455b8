import {
  commands,
  ingest,
  lookups,
  managed,
  questions,
  service,
  streams,
  type LookupRoute,
  type QuestionRoute,
  type ServiceRoute,
} from '#contract';
import { HEADERS, PROBLEMS } from './components.ts';
import type { JsonSchema } from './json-schema.ts';
import { SCHEMAS } from './named.ts';
import {
  answered,
  commandOperation,
  ingestOperation,
  lookupOperation,
  managementOperation,
  questionOperation,
  serviceOperation,
} from './operations.ts';

/** What whoever reads the document looks into. */
export interface OpenApi {
  info: { title: string; description: string; version: string };
  tags: { name: string; description: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema>; responses: Record<string, Response> };
}
export interface Parameter {
  name: string;
  in: string;
  required: boolean;
  schema: JsonSchema;
  description?: string;
}
interface Content {
  schema?: JsonSchema;
  example?: unknown;
  'x-item-schema'?: JsonSchema;
}
interface Response {
  $ref?: string;
  description?: string;
  headers?: object;
  content?: Record<string, Content>;
}
export interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  security: object[];
  parameters?: Parameter[];
  requestBody?: { content: Record<string, Content> };
  responses: Record<string, Response>;
}

const TAGS: Record<string, string> = {
  countries: 'Countries, what stands on their lists, and all that concerns them',
  lists: 'Lists, their publications, and what changed on them',
  designations: 'Parties as lists have them',
  subjects: 'Parties on all lists',
  names: 'Who is meant by a name or a number: search, and matching as yente does it',
  alignment: 'Lists compared',
  diplomacy: 'Envoys, and who recognises whom',
  governments: 'Who holds and recognises what',
  statements: 'What was said and resolved',
  events: 'The log itself, and corrections of it',
  export: 'Whole lists as files: for yente, motiva, Marble, Senzing, DuckDB and spreadsheets',
  screenings: 'Files of customers: screened, repeated, compared, watched',
  keys: 'Keys of the API, and the trail of who administered what',
  webhooks: 'Endpoints that are told of events, what is sent to them, and how that goes',
  service: 'How the service is',
};
/** The OpenAPI 3.1 document: every route of the contract, by the schemas that check the running requests. */
export function openApiDocument() {
  const paths: Record<string, Record<string, object>> = {};
  const add = (path: string, method: string, operation: object) =>
    (paths[path] = { ...paths[path], [method]: operation });
  for (const route of Object.values<QuestionRoute>(questions)) add(route.path, 'get', questionOperation(route));
  for (const route of Object.values(commands)) add(route.path, 'post', commandOperation(route));
  for (const route of Object.values<QuestionRoute>(streams)) add(route.path, 'get', questionOperation(route));
  for (const route of Object.values<LookupRoute>(lookups)) add(route.path, 'post', lookupOperation(route));
  add(ingest.path, 'post', ingestOperation());
  for (const route of Object.values<ServiceRoute>(service)) add(route.path, 'get', serviceOperation(route));
  for (const route of managed) add(route.path, route.method, managementOperation(route));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Demarche',
      description: [
        'What stood on any country’s sanctions lists on day D, as known on day K, with proof.',
        'Answers may get new members. Parameters and members of bodies that are not named here are refused; of a body whose JSON names a member twice, all is.',
        'No text has U+0000, and no whole number is beyond 2^53 (I-JSON, RFC 7493).',
        'Repeated with its Idempotency-Key, a request is answered as the first time, whatever the order of its members.',
        `${streams.events.path} never ends, which this document cannot say. Of what comes in lines or as server-sent events, \`x-item-schema\` is the shape of each.`,
        'Everybody may read, unless the service was started with READS=closed: a key is needed then. `/livez`, `/readyz`, `/docs` and this document are open in any case.',
      ].join('\n\n'),
      version: '1',
      contact: { name: 'Demarche', url: 'https://demarche.dev' },
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    servers: [{ url: '/', description: 'Where this document came from' }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: SCHEMAS,
      headers: HEADERS,
      responses: {
        Recorded: answered('The event and its position'),
        RecordedBefore: answered('Nothing was left to do: the event says so already'),
        ...PROBLEMS,
      },
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'A key; the first start prints one. Or a token of the operator’s OpenID provider',
        },
      },
    },
  };
}
