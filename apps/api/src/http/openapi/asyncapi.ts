import type { z } from 'zod';
import { eventForm, streams, topics, type TopicMessage, type TopicRoute } from '#contract';
import type { JsonSchema } from './json-schema.ts';
import { pascal, schemaOf, SCHEMAS } from './named.ts';

const KAFKA_BINDING = '0.5.0';

/** The AsyncAPI 3.0 document: what Kafka carries, and the stream of server-sent events; by the shapes of the contract. */
export function asyncApiDocument(): object {
  const kafka = Object.entries<TopicRoute>(topics);
  const messages = {
    ...Object.fromEntries(
      kafka.flatMap(([, topic]) => Object.entries(topic.messages).map(([name, each]) => [name, kafkaMessage(each)])),
    ),
    streamed: {
      title: 'Event',
      summary: streams.events.summary,
      contentType: 'application/cloudevents+json',
      payload: schemaOf(eventForm, 'output'),
    },
  };
  const of = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, { $ref: `#/components/messages/${name}` }]));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Demarche',
      version: '1',
      description:
        'What is recorded, as it is recorded. `/openapi.json` describes the questions; docs/kafka.md tells how to read the topics.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      kafka: { host: 'localhost:9092', protocol: 'kafka', description: 'KAFKA_BROKERS' },
      rest: { host: 'localhost:3000', protocol: 'http', description: 'Where this document came from' },
    },
    channels: {
      ...Object.fromEntries(kafka.map(([name, topic]) => [name, kafkaChannel(topic, of(Object.keys(topic.messages)))])),
      stream: {
        address: streams.events.path,
        description: streams.events.summary,
        servers: [{ $ref: '#/servers/rest' }],
        messages: of(['streamed']),
      },
    },
    operations: Object.fromEntries(
      [...kafka.map(([name]) => name), 'stream'].map((name) => [
        `send${pascal(name)}`,
        { action: 'send', channel: { $ref: `#/channels/${name}` } },
      ]),
    ),
    components: { messages, schemas: reachable(messages) },
  };
}

const kafkaChannel = ({ address, description, partitions, cleanup }: TopicRoute, messages: object) => ({
  address,
  description,
  servers: [{ $ref: '#/servers/kafka' }],
  messages,
  bindings: {
    kafka: { partitions, topicConfiguration: { 'cleanup.policy': [cleanup] }, bindingVersion: KAFKA_BINDING },
  },
});

function kafkaMessage({ summary, key, headers, payload, type }: TopicMessage) {
  const schema = (shape: z.ZodType) => schemaOf(shape, 'output');
  return {
    title: payload.meta()?.title,
    summary,
    contentType: type,
    headers: schema(headers),
    payload: schema(payload),
    bindings: { kafka: { key: schema(key), bindingVersion: KAFKA_BINDING } },
  };
}

const REFERENCE = /"#\/components\/schemas\/(\w+)"/g;

/** The named shapes that something speaks of, and those that these speak of. */
function reachable(from: object): Record<string, JsonSchema> {
  const found: Record<string, JsonSchema> = {};
  const queue: object[] = [from];
  for (let each = queue.pop(); each; each = queue.pop())
    for (const [, name = ''] of JSON.stringify(each).matchAll(REFERENCE)) {
      const schema = SCHEMAS[name];
      if (!schema || found[name]) continue;
      found[name] = schema;
      queue.push(schema);
    }
  return found;
}
