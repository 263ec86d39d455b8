import { request } from 'node:http';

/** An answer as it is sent: nothing is decompressed. */
export interface AsSent {
  status: number;
  headers: Record<string, string | undefined>;
  bytes: Buffer;
}

/** Asks for an answer, and reads it whole. */
export const asSent = (url: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Promise<AsSent>((resolve, reject) => {
    request(url, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode!,
          headers: response.headers as AsSent['headers'],
          bytes: Buffer.concat(chunks),
        }),
      );
    })
      .on('error', reject)
      .end();
  });
