import type { TaskList } from 'graphile-worker';
import type { Ports } from '../ports.ts';
import type { RunService } from '../services.ts';
import type { AdminApi } from '../sources/shopify/admin-api.server.ts';
import type { ReadConfiguration } from './shop-runtime.server.ts';

export interface RunParts {
  ports: Ports;
  admin: AdminApi;
  readConfiguration: ReadConfiguration;
}

export interface Runs {
  service: RunService;
  tasks: TaskList;
  crontab: string[];
  onBulkFinished(shopId: number, operationId: string): Promise<void>;
}

export function createRuns(_: RunParts): Runs {
  throw new Error('being written');
}
