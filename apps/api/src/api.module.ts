import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { HealthSources, Keys, Once } from '#nest-kit';
import type { AnswerSources } from '#read-models';
import type { Ledger } from '#sources';
import { AlignmentController, GetAlignmentHandler } from './alignment/alignment.controller.ts';
import type { Access } from './access.ts';
import { ACCESS, ASIDE, HEALTH, LEDGER, LOG, LOOKUPS, ONCE, RESPOND, RESPONDER, SOURCES, WORK } from './api.tokens.ts';
import { commandControllers } from './commands/commands.controller.ts';
import { createLookups } from './commands/lookups.ts';
import { RecordFactHandler } from './commands/record.command.ts';
import { ChangesController } from './changes/changes.controller.ts';
import { GetActivityHandler, GetDiffHandler } from './changes/changes.queries.ts';
import { CountriesController } from './countries/countries.controller.ts';
import { GetCountriesHandler, GetTimelineHandler } from './countries/countries.queries.ts';
import { DesignationsController } from './designations/designations.controller.ts';
import {
  GetDesignationHandler,
  GetDesignationsHandler,
  GetHistoryHandler,
} from './designations/designations.queries.ts';
import { DiplomacyController, GetDiplomacyHandler } from './diplomacy/diplomacy.controller.ts';
import { EventsController } from './events/events.controller.ts';
import { GetEventHandler, GetEventsHandler, GetThreadHandler } from './events/events.queries.ts';
import { HealthController } from './health/health.controller.ts';
import { ListsController } from './lists/lists.controller.ts';
import { GetListHandler, GetListsHandler, GetPublicationsHandler } from './lists/lists.queries.ts';
import { GetPublicationHandler, PublicationController } from './publications/publication.controller.ts';
import type { Aside } from './publications/ingest-aside.ts';
import { IngestPublicationHandler, PublicationsController } from './publications/publications.controller.ts';
import { createResponder, type Responder } from './responder.ts';
import type { Workload } from './workload.ts';
import { GetSubjectHandler, SubjectsController } from './subjects/subjects.controller.ts';

export interface ApiParts {
  sources: AnswerSources;
  /** Where commands are recorded, and published files kept. */
  ledger: Ledger;
  health: HealthSources;
  /** Answers repeated writes alike. */
  once: Once;
  readsOpen: boolean;
  keys: Keys;
  work: Workload;
  /** What a process of its own needs to take in a publication; without it, this one does. */
  aside: Aside | undefined;
}

@Module({})
export class ApiModule {
  static with({ sources, ledger, health, once, readsOpen, keys, work, aside }: ApiParts): DynamicModule {
    return {
      module: ApiModule,
      imports: [CqrsModule.forRoot()],
      controllers: [
        CountriesController,
        ListsController,
        ChangesController,
        PublicationsController,
        PublicationController,
        DesignationsController,
        EventsController,
        SubjectsController,
        AlignmentController,
        DiplomacyController,
        HealthController,
        ...commandControllers,
      ],
      providers: [
        { provide: SOURCES, useValue: sources },
        { provide: LOG, useValue: ledger.log },
        { provide: LEDGER, useValue: ledger },
        { provide: HEALTH, useValue: health },
        { provide: WORK, useValue: work },
        { provide: ASIDE, useValue: aside },
        { provide: ACCESS, useValue: { readsOpen, keys } satisfies Access },
        { provide: RESPONDER, useFactory: () => createResponder(sources, { readsOpen, work }) },
        { provide: RESPOND, useFactory: ({ respond }: Responder) => respond, inject: [RESPONDER] },
        { provide: LOOKUPS, useFactory: () => createLookups(sources) },
        { provide: ONCE, useValue: once },
        GetCountriesHandler,
        GetListsHandler,
        GetListHandler,
        GetPublicationsHandler,
        GetPublicationHandler,
        GetDiffHandler,
        GetActivityHandler,
        GetDesignationsHandler,
        GetDesignationHandler,
        GetHistoryHandler,
        GetEventsHandler,
        GetEventHandler,
        GetThreadHandler,
        GetTimelineHandler,
        GetSubjectHandler,
        GetAlignmentHandler,
        GetDiplomacyHandler,
        IngestPublicationHandler,
        RecordFactHandler,
      ],
    };
  }
}
