import type { Command } from 'commander';
import type { Printed } from '#contract';
import type { KafkaClient } from '#messaging';
import type { Unparked } from '#subscriptions';
import { printJson, say } from '../terminal/print.ts';
import type { Context } from '../context.ts';

interface Result extends Unparked {
  subscription: string;
}

/** `unpark`: applies parked events again, of every subscription that has any. */
export function unparkCommand(program: Command, { settings, withWorkspace, fail }: Context): void {
  program
    .command('unpark')
    .description('apply the events again that a read model or the relay could not digest')
    .argument('[key]', 'one stream; all where left out')
    .option('--json')
    .action((key: string | undefined, { json }: { json?: true }) =>
      withWorkspace(async ({ projector, log, models, logger }) => {
        const { parking, projecting, unpark } = await import('#subscriptions');
        const { KAFKA_BROKERS: brokers } = await settings();
        let kafka: KafkaClient | undefined;
        const subscriberOf = async (name: string) => {
          const model = models.find((each) => each.name === name);
          if (model) return projecting(model);
          if (name !== 'designations-topic' || !brokers) return null;
          const { createKafka } = await import('#messaging');
          const { designationsTopic } = await import('../../../relay/src/designations-topic.ts');
          kafka = createKafka({ brokers, clientId: 'demarche-unpark', log: logger });
          return designationsTopic(projector, log, kafka);
        };
        const results: Result[] = [];
        const unknown: string[] = [];
        const names = new Set([...models.map(({ name }) => name), ...(await parking(projector))]);
        try {
          for (const subscription of names) {
            const subscriber = await subscriberOf(subscription);
            if (!subscriber) unknown.push(subscription);
            else results.push({ subscription, ...(await unpark(projector, log, subscriber, key)) });
          }
        } finally {
          await kafka?.close();
        }
        if (json) printJson<Printed['unpark']>({ subscriptions: results });
        else
          for (const { subscription, applied, stillParked } of results)
            say(`${subscription}: ${applied} applied, ${stillParked} still parked`);
        for (const name of unknown)
          say(
            name === 'designations-topic'
              ? `${name} has parked events that go to Kafka: set KAFKA_BROKERS`
              : `${name} has parked events, and this version knows no such subscription`,
          );
        if (unknown.length > 0 || results.some(({ stillParked }) => stillParked > 0)) fail();
      }),
    );
}
