import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { EventLog } from '#event-log';
import type { HealthSources } from '#nest-kit';
import type { AnswerSources } from '#read-models';
import { HEALTH, LOG, RESPOND, RESPONDER, SOURCES } from './api.tokens.ts';
import { CountriesController } from './countries/countries.controller.ts';
import { GetCountriesHandler } from './countries/countries.queries.ts';
import { DesignationsController } from './designations/designations.controller.ts';
import {
  GetDesignationHandler,
  GetDesignationsHandler,
  GetHistoryHandler,
} from './designations/designations.queries.ts';
import { EventsController } from './events/events.controller.ts';
import { GetEventHandler, GetEventsHandler } from './events/events.queries.ts';
import { HealthController } from './health/health.controller.ts';
import { ListsController } from './lists/lists.controller.ts';
import { GetListHandler, GetListsHandler, GetPublicationsHandler } from './lists/lists.queries.ts';
import { IngestPublicationHandler, PublicationsController } from './publications/publications.controller.ts';
import { createResponder, type Responder } from './responder.ts';

export interface ApiParts {
  sources: AnswerSources;
  /** Where commands are recorded. */
  log: EventLog;
  health: HealthSources;
}

@Module({})
export class ApiModule {
  static with({ sources, log, health }: ApiParts): DynamicModule {
    return {
      module: ApiModule,
      imports: [CqrsModule.forRoot()],
      controllers: [
        CountriesController,
        ListsController,
        PublicationsController,
        DesignationsController,
        EventsController,
        HealthController,
      ],
      providers: [
        { provide: SOURCES, useValue: sources },
        { provide: LOG, useValue: log },
        { provide: HEALTH, useValue: health },
        { provide: RESPONDER, useFactory: createResponder, inject: [SOURCES] },
        { provide: RESPOND, useFactory: ({ respond }: Responder) => respond, inject: [RESPONDER] },
        GetCountriesHandler,
        GetListsHandler,
        GetListHandler,
        GetPublicationsHandler,
        GetDesignationsHandler,
        GetDesignationHandler,
        GetHistoryHandler,
        GetEventsHandler,
        GetEventHandler,
        IngestPublicationHandler,
      ],
    };
  }
}
