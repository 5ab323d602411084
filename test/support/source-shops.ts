import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { FaultKind } from '../../sandbox/brevo/faults.ts';
import { DEFAULT_KEY } from '../../sandbox/brevo/world.ts';
import { type RunningApp, startApp, until } from './app.ts';
import { type Expected, sourceDifferences } from './source-model.ts';

interface RunAnswer {
  status: string;
  phase: string;
  source: string | null;
  counts: Record<string, number>;
}

/** The built app, its Brevo connected, and what the tests of other sources do with it. */
export class SourceApp {
  readonly app: RunningApp;
  kills = 0;

  constructor(app: RunningApp) {
    this.app = app;
  }

  /** `hosts`: the addresses of other shops that a merchant enters, and where they really are. */
  static async start(hosts: Record<string, string> = {}): Promise<SourceApp> {
    const app = await startApp({ SANDBOX_HOSTS: JSON.stringify(hosts) });
    expect((await app.api('/connection', { method: 'PUT', json: { apiKey: DEFAULT_KEY } })).status).toBe(200);
    const options = { listId: 2 };
    expect((await app.api('/skills/customer-sync', { method: 'PUT', json: { options } })).status).toBe(200);
    return new SourceApp(app);
  }

  /** Answers what the app answered. */
  async connect(source: string, access: object): Promise<{ status: number; body: Record<string, unknown> }> {
    const answer = await this.app.api(`/sources/${source}`, { method: 'PUT', json: access });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  }

  async startRun(kind: 'imports' | 'reconciliations', source: string): Promise<string> {
    const answer = await this.app.api(`/skills/customer-sync/${kind}`, { method: 'POST', json: { source } });
    expect(answer.status).toBe(202);
    return ((await answer.json()) as { id: string }).id;
  }

  async view(kind: 'imports' | 'reconciliations', id: string): Promise<RunAnswer> {
    return (await (await this.app.api(`/skills/customer-sync/${kind}/${id}`)).json()) as RunAnswer;
  }

  completed(kind: 'imports' | 'reconciliations', id: string): Promise<unknown> {
    return until(
      `the run of ${kind} is over`,
      async () => (await this.view(kind, id)).status === 'completed',
      400,
    );
  }

  /** As a crash does it; the orchestrator starts the app again after `downMs`. */
  async kill(downMs = 0): Promise<void> {
    this.kills += 1;
    await this.app.kill('SIGKILL');
    await sleep(downMs);
    await this.app.restart();
  }

  /**
   * Brevo fails once, unless the app still waits for it after the failure before: failures that only probes meet would
   * double the wait each time and show nothing more.
   */
  async failBrevo(kind: FaultKind): Promise<void> {
    const { active } = this.app.brevo.world.faults;
    const { rows } = await this.app.database.pool.query('select 1 from connections where health <> $1', [
      'ok',
    ]);
    if (active.length === 0 && rows.length === 0) this.app.brevo.world.faults.add({ kind, times: 1 });
  }

  /** What the timetable does at its time, now. */
  async job(task: 'poll_sources' | 'source_webhooks'): Promise<void> {
    await this.app.database.pool.query('select graphile_worker.add_job($1)', [task]);
  }

  /** Waits until Brevo is as the model says and nothing waits any more; the differences are in the error. */
  async equal(expected: () => Expected[], seconds = 400): Promise<void> {
    let left: string[] = [];
    await until(
      'Brevo equals the model',
      () => {
        left = sourceDifferences(expected(), this.app.brevo.world.contacts());
        return left.length === 0;
      },
      seconds,
    ).catch(() => {});
    expect(left.slice(0, 20)).toEqual([]);
    await until(
      'nothing waits',
      async () => {
        const status = await (await this.app.api('/skills/customer-sync/status')).json();
        return (status as { queueDepth: number }).queueDepth === 0;
      },
      seconds,
    );
    // What was still under way made nothing wrong.
    expect(sourceDifferences(expected(), this.app.brevo.world.contacts())).toEqual([]);
  }
}
