import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

/** The sockets that all clients share; HTTP is for a local endpoint. */
export interface Connections {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
  /** Closes every socket, those in use too. */
  readonly close: () => void;
}

/**
 * More sockets a host than calls in flight (inFlight in clients.ts) and long polls, so that none
 * waits for a socket, which the SDK warns of.
 */
const maxSockets = 128;
/** What a region keeps for the next call; a socket of TLS costs some 50 KB. */
const maxFreeSockets = 8;
const idleMs = 60_000;

export const createConnections = (): Connections => {
  const options = { keepAlive: true, maxSockets, maxFreeSockets, timeout: idleMs };
  const httpAgent = new HttpAgent(options);
  const httpsAgent = new HttpsAgent(options);
  return {
    httpAgent,
    httpsAgent,
    close: () => {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
};
