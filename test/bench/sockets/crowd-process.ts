import { Crowd, type Deliveries } from './crowd.ts';

/** What the bench asks of the process that plays all visitors. */
export type Order = { do: 'open'; total: number } | { do: 'talk'; perSecond: number; seconds: number };

/** What it says when that is done. */
export type Done = { deliveries?: Deliveries } | { failed: string };

const crowd = new Crowd(process.argv[2] ?? '');

async function obey(order: Order): Promise<Done> {
  switch (order.do) {
    case 'open':
      await crowd.open(order.total);
      return {};
    case 'talk':
      return { deliveries: await crowd.talk(order) };
  }
}

process.on('message', (order: Order) => {
  obey(order).then(
    (done) => process.send?.(done),
    (error: unknown) => process.send?.({ failed: String(error) }),
  );
});
