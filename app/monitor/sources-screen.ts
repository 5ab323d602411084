import type { Source } from '../domain/customer.ts';
import { rulingOrder } from '../domain/same-person.ts';
import type { Services, ShopRef, SourceView } from '../services.ts';

/** What the screen of the other sources shows; read in one go. */
export interface SourcesScreen {
  now: string;
  sources: SourceView[];
  /** The sources that feed the account, in the order in which they rule; one alone rules everything. */
  order: Source[];
}

export async function readSources(services: Services, shop: ShopRef): Promise<SourcesScreen> {
  const [sources, configuration] = await Promise.all([
    services.sources.list(shop),
    services.configuration.read(shop),
  ]);
  const feeding: Source[] = ['shopify', configuration.source, ...sources.map(({ source }) => source)];
  const order = rulingOrder(configuration.options.sourceOrder).filter((source) => feeding.includes(source));
  return { now: new Date().toISOString(), sources, order };
}
