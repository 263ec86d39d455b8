import type { Type } from '@nestjs/common';
import { createWebhookContext, type WebhookParts } from './context.ts';
import { deliveryRoutes } from './deliveries.controller.ts';
import { endpointRoutes, previewRoutes } from './endpoints.controller.ts';

/** Endpoints, deliveries and replays; everybody has his own. */
export function webhookControllers(parts: WebhookParts): Type[] {
  const context = createWebhookContext(parts);
  return [...endpointRoutes(context), ...previewRoutes(context), ...deliveryRoutes(context)];
}
