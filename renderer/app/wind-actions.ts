import type { WindActions } from '../store/actions.ts';
import type { IntentStore } from '../store/intent.ts';
import type { PortClient } from './port-client.ts';

/** Binds what a person can do with the wind tunnel. */
export function createWindActions(client: PortClient, intent: IntentStore): WindActions {
  return {
    async open() {
      const reply = await client.request('wind/open', {});
      return reply.ok ? reply.result.town : undefined;
    },
    async run(query) {
      const reply = await client.request('wind/run', query);
      if (!reply.ok) return 'failed';
      const { runId } = reply.result;
      if (runId === undefined) return 'failed';
      intent.setState({ windAsked: { runId, query } });
      return 'running';
    },
    stop: () => void client.request('wind/stop', {}),
    close: () => void client.request('wind/close', {}),
    draft: (windDraft) => intent.setState({ windDraft }),
  };
}
