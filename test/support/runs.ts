import type { Ports } from '../../app/ports.ts';
import type { RunView } from '../../app/services.ts';
import { createConfigurationService } from '../../app/settings/configuration-store.server.ts';
import { createRuns, type Runs } from '../../app/sync/runs.server.ts';
import type { TestWorld } from './world.ts';

/** Plays the worker for the runs of a test world: step by step, so that a test can do something in between. */
export interface RunPlayer {
  /** The runs of one process; `ports` where the process sees the world in another way. */
  runs(ports?: Ports): Runs;
  shop: { id: number; domain: string };
  start(kind: RunView['kind'], options?: Parameters<Runs['service']['start']>[2]): Promise<string>;
  view(kind: RunView['kind'], id: string): Promise<RunView>;
  differences(id: string): ReturnType<Runs['service']['differences']>;
  /** One execution of the run's job, and the time until the next. */
  step(id: string, runs?: Runs): Promise<void>;
  /** The steps of the run and the drains, until the run has ended. */
  play(kind: RunView['kind'], id: string): Promise<RunView>;
}

export function runPlayer(world: TestWorld): RunPlayer {
  const configuration = createConfigurationService({ prisma: world.database.prisma });
  const shop = { id: world.shopId, domain: world.shop.domain };
  const player: RunPlayer = {
    shop,
    runs: (ports = world.ports) =>
      createRuns({ ports, readConfiguration: (of) => configuration.read(of), notifyBase: null }),
    async start(kind, options = { dryRun: false }) {
      const ending = await player.runs().service.start(shop, kind, options);
      if (ending.kind !== 'started') throw new Error(ending.kind);
      return ending.id;
    },
    async view(kind, id) {
      const view = await player.runs().service.read(shop, kind, id);
      if (!view) throw new Error('No such run');
      return view;
    },
    differences: (id) => player.runs().service.differences(shop, id),
    async step(id, runs = player.runs()) {
      await runs.tasks.run?.({ runId: id }, {} as never);
      await new Promise((resolve) => setTimeout(resolve, 30));
      world.advance(2_000);
    },
    async play(kind, id) {
      for (let round = 0; round < 300; round += 1) {
        await player.step(id);
        const view = await player.view(kind, id);
        if (view.endedAt !== null) return view;
        await world.settle();
      }
      throw new Error(`The run does not end: ${JSON.stringify(await player.view(kind, id))}`);
    },
  };
  return player;
}
