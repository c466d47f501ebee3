import { createHash, X509Certificate } from 'node:crypto';
import { connect, type DetailedPeerCertificate, type PeerCertificate, type TLSSocket } from 'node:tls';
import { authorityMark } from '../../shared/domain/enrolment-code.ts';
import { StartError } from '../start-text.ts';

const CONNECT_MS = 10_000;

/**
 * The certificate (PEM) of the authority behind an address, if it is the one the code names. This is the one connection
 * that trusts nobody: it sends nothing and reads one public certificate, which counts only when its hash is the code's.
 * Everything after it is verified against that certificate. Throws StartError.
 */
export async function fetchAuthority(url: string, mark: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const chain = await chainOf(url, host, port === '' ? 443 : Number(port));
  const found = chain.find((raw) => authorityMark(createHash('sha256').update(raw).digest()) === mark);
  if (found === undefined) throw new StartError({ kind: 'other-gateway', url });
  return new X509Certificate(found).toString();
}

function chainOf(url: string, host: string, port: number): Promise<readonly Buffer[]> {
  return new Promise((resolve, reject) => {
    const isName = !/^[\d.]+$|:/.test(host);
    const socket: TLSSocket = connect({
      host,
      port,
      ...(isName ? { servername: host } : {}),
      minVersion: 'TLSv1.3',
      // See above: nothing is trusted before the hash has been compared.
      rejectUnauthorized: false,
    });
    const patience = setTimeout(() => {
      socket.destroy();
      reject(new StartError({ kind: 'gateway-unreachable', url, reason: `${CONNECT_MS / 1000} s` }));
    }, CONNECT_MS);
    socket.once('secureConnect', () => {
      clearTimeout(patience);
      resolve(rawCertificates(socket));
      socket.destroy();
    });
    socket.once('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(patience);
      const code = error.code ?? '';
      const isTls = code.startsWith('ERR_SSL') || code === 'EPROTO' || code === 'ECONNRESET';
      const kind = isTls ? 'not-a-gateway' : 'gateway-unreachable';
      reject(new StartError({ kind, url, reason: code === '' ? error.message : code }));
    });
  });
}

/** The chain as shown, the server's own certificate first; a root names itself as its issuer. */
function rawCertificates(socket: TLSSocket): readonly Buffer[] {
  const chain: Buffer[] = [];
  let at: PeerCertificate | undefined = socket.getPeerCertificate(true);
  while (at !== undefined && Buffer.isBuffer(at.raw)) {
    const { raw }: PeerCertificate = at;
    if (chain.some((one) => one.equals(raw))) break;
    chain.push(raw);
    at = isIssued(at) ? at.issuerCertificate : undefined;
  }
  return chain;
}

function isIssued(certificate: PeerCertificate): certificate is DetailedPeerCertificate {
  return 'issuerCertificate' in certificate;
}
