import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { Once } from '#access';
import type { HealthProbes } from '#process';
import { ASIDE, HEALTH, LEDGER, ONCE, SERVED, WORK } from './api.tokens.ts';
import { commandControllers } from './commands/commands.controller.ts';
import type { Aside } from './commands/ingest-aside.ts';
import { IngestPublicationHandler, PublicationsController } from './commands/publications.controller.ts';
import { RecordFactHandler } from './commands/record.command.ts';
import { exports } from './exports/exports.controller.ts';
import { feeds } from './feeds/feeds.controller.ts';
import { snapshot } from './live/snapshot.controller.ts';
import { eventStream } from './live/stream.controller.ts';
import { HealthController } from './http/health.controller.ts';
import type { Served } from './http/question.ts';
import { alignment } from './questions/alignment.controller.ts';
import { changes } from './questions/changes.controller.ts';
import { countries } from './questions/countries.controller.ts';
import { designations } from './questions/designations.controller.ts';
import { diplomacy } from './questions/diplomacy.controller.ts';
import { events } from './questions/events.controller.ts';
import { lists } from './questions/lists.controller.ts';
import { lookUp } from './questions/look-up.controller.ts';
import { names } from './questions/names.controller.ts';
import { publications } from './questions/publications.controller.ts';
import { reconcile } from './reconcile/reconcile.controller.ts';
import { subjects } from './questions/subjects.controller.ts';

export interface ApiParts {
  served: Served;
  health: HealthProbes;
  /** Answers repeated writes alike. */
  once: Once;
  /** What a process of its own needs to ingest a publication; without it, this one does. */
  aside: Aside | undefined;
  /** The routes of the service itself. */
  management: readonly Type[];
}

@Module({})
export class ApiModule {
  static with({ served, health, once, aside, management }: ApiParts): DynamicModule {
    return {
      module: ApiModule,
      imports: [CqrsModule.forRoot()],
      controllers: [
        ...countries,
        ...lists,
        ...publications,
        ...changes,
        ...designations,
        ...events,
        ...feeds,
        ...exports,
        eventStream,
        snapshot,
        lookUp,
        ...names,
        ...reconcile,
        ...subjects,
        ...alignment,
        ...diplomacy,
        ...commandControllers,
        PublicationsController,
        ...management,
        HealthController,
      ],
      providers: [
        { provide: SERVED, useValue: served },
        { provide: LEDGER, useValue: served.ledger },
        { provide: WORK, useValue: served.work },
        { provide: HEALTH, useValue: health },
        { provide: ASIDE, useValue: aside },
        { provide: ONCE, useValue: once },
        IngestPublicationHandler,
        RecordFactHandler,
      ],
    };
  }
}
