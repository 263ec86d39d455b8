import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTcp, type AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createAuthority, startHttps } from '#testing';
import { canonical } from './address.ts';
import { createEgress, createGuard, EgressError, parseAllowances, refusalOf, type EgressLimits } from './index.ts';

describe('an address', () => {
  it.each([
    ['0.0.0.0', 'this-network'],
    ['10.1.2.3', 'private'],
    ['100.64.0.1', 'shared'],
    ['127.0.0.1', 'loopback'],
    ['169.254.169.254', 'link-local'],
    ['172.31.255.255', 'private'],
    ['192.0.0.1', 'protocol-assignment'],
    ['192.0.2.1', 'documentation'],
    ['192.88.99.1', '6to4'],
    ['192.168.0.1', 'private'],
    ['198.18.0.1', 'benchmarking'],
    ['198.51.100.7', 'documentation'],
    ['203.0.113.7', 'documentation'],
    ['224.0.0.1', 'multicast'],
    ['255.255.255.255', 'reserved'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:7f00:1', 'loopback'],
    ['::127.0.0.1', 'ipv4-compatible'],
    ['64:ff9b::7f00:1', 'nat64'],
    ['64:ff9b:1::1', 'nat64'],
    ['100::1', 'discard'],
    ['2001:0:7f00:1::', 'teredo'],
    ['2001:10::1', 'protocol-assignment'],
    ['2001:20::1', 'protocol-assignment'],
    ['2001:db8::1', 'documentation'],
    ['2002:7f00:1::', '6to4'],
    ['3fff::1', 'documentation'],
    ['5f00::1', 'srv6'],
    ['fc00::1', 'unique-local'],
    ['fe80::1', 'link-local'],
    ['fe80::1%lo', 'no-address'],
    ['ff02::1', 'multicast'],
    ['4000::1', 'not-global-unicast'],
    ['no address', 'no-address'],
  ])('%s is refused: %s', (address, rule) => expect(refusalOf(address)).toBe(rule));

  it.each(['1.1.1.1', '172.32.0.1', '100.128.0.1', '::ffff:8.8.8.8', '2606:4700::1111', '2001:200::1'])(
    '%s is allowed',
    (address) => expect(refusalOf(address)).toBeNull(),
  );

  it('is written one way', () => {
    expect(canonical('0:0:0:0:0:FFFF:7f00:1')).toBe('127.0.0.1');
    expect(canonical('2606:4700:0:0::1111')).toBe('2606:4700::1111');
  });
});

describe('the allow-list', () => {
  it('names networks, with a port or without', () => {
    const allowed = parseAllowances('127.0.0.1/32:9000, [fd00::]/8:443, [fd01::1], 10.0.0.0/8');
    expect(allowed.map(({ port }) => port)).toEqual([9000, 443, null, null]);
  });
  it.each(['10.0.0.0/8:0', 'example.org', '10.0.0.0/99', 'fd00::/8'])('refuses %s', (text) =>
    expect(() => parseAllowances(text)).toThrow(),
  );
});

describe('a request', () => {
  let secret: Server;
  let port: number;
  let connections = 0;
  const servers: { close(): unknown }[] = [];
  const ends: (() => Promise<void>)[] = [];

  /** A listener that nobody may reach. */
  beforeAll(async () => {
    secret = createServer((_, response) => response.end('secret')).listen(0, '127.0.0.1');
    secret.on('connection', () => connections++);
    await once(secret, 'listening');
    ({ port } = secret.address() as AddressInfo);
  });
  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
    for (const server of servers.splice(0)) server.close();
  });
  afterAll(() => void secret.close());

  const egressOf = (
    options: Parameters<typeof createGuard>[0] = {},
    limits: Partial<EgressLimits> = {},
    ca?: string,
  ) => {
    const egress = createEgress({ guard: createGuard(options), limits, ca });
    ends.push(egress.close);
    return egress;
  };
  const get = (url: string, ...rest: Parameters<typeof egressOf>) =>
    egressOf(...rest).send({ url, method: 'GET', headers: {}, lane: 'test' });
  const failure = (sent: Promise<unknown>) =>
    sent.then(
      () => null,
      (error: EgressError) => ({ phase: error.phase, code: error.code, rule: error.rule }),
    );

  it.each([
    ['http://0x7f.1:PORT/', 'loopback'],
    ['http://2130706433:PORT/', 'loopback'],
    ['http://0177.0.0.1:PORT/', 'loopback'],
    ['http://127.1:PORT/', 'loopback'],
    ['http://①②⑦.0.0.1:PORT/', 'loopback'],
    ['https://127.0.0.1:PORT/', 'loopback'],
    ['http://[::ffff:127.0.0.1]:PORT/', 'loopback'],
    ['http://[::1]:PORT/', 'loopback'],
    ['http://[64:ff9b::7f00:1]:PORT/', 'nat64'],
    ['http://[2002:7f00:1::]:PORT/', '6to4'],
    ['http://[2001:0:7f00:1::]:PORT/', 'teredo'],
    ['http://[::127.0.0.1]:PORT/', 'ipv4-compatible'],
    ['http://localhost:PORT/', 'loopback'],
    ['http://sub.localhost.:PORT/', 'loopback'],
    ['http://169.254.169.254/latest/meta-data', 'link-local'],
    ['http://1.1.1.1/', 'scheme'],
    ['ftp://1.1.1.1/', 'scheme'],
    ['unix:///var/run/docker.sock', 'scheme'],
    ['https://1.1.1.1:22/', 'port'],
    ['https://1.1.1.1:5432/', 'port'],
    ['https://1.1.1.1:6379/', 'port'],
    ['https://me:secret@1.1.1.1/', 'userinfo'],
    ['https://example..org/', 'name'],
    [`https://${'a.'.repeat(130)}org/`, 'name'],
  ])('to %s is blocked by the rule %s, and nothing is connected to', async (url, rule) => {
    const before = connections;
    expect(await failure(get(url.replace('PORT', String(port))))).toEqual({ phase: 'address', code: 'blocked', rule });
    expect(connections).toBe(before);
  });

  it.each([
    ['a name that leads to localhost', ['127.0.0.1'], 'loopback'],
    ['a name with a private IPv6 address alone', ['::1'], 'loopback'],
    ['a name with a public and a private address', ['1.1.1.1', '10.0.0.1'], 'private'],
    ['a name whose IPv6 address wraps one', ['::ffff:10.0.0.1'], 'private'],
  ])('to %s is blocked', async (_, addresses, rule) => {
    const before = connections;
    const sent = get(`https://rebind.test:${port}/`, { resolve: async () => addresses, ports: [port] });
    expect(await failure(sent)).toEqual({ phase: 'address', code: 'blocked', rule });
    expect(connections).toBe(before);
  });

  it('looks a name up once for a connection, so that an answer that changes leads nowhere else', async () => {
    let asked = 0;
    const allow = parseAllowances(`127.0.0.1/32:${port}`);
    const resolve = async () => (asked++ === 0 ? ['127.0.0.1'] : ['10.0.0.1']);
    expect((await get(`http://rebind.test:${port}/`, { resolve, allow })).body.toString()).toBe('secret');
    expect(asked).toBe(1);
  });

  it('is checked where the connection ended, too', () => {
    const guard = createGuard();
    const url = new URL('https://rebind.test/');
    expect(() => guard.checkPeer(url, '1.1.1.1', '127.0.0.1')).toThrow(/peer|ended at/);
    expect(() => guard.checkPeer(url, '1.1.1.1', '::ffff:1.1.1.1')).not.toThrow();
  });

  it('fails in time where nobody resolves its name, and says that it was that', async () => {
    const silent = get('https://silent.test/', { resolve: () => new Promise(() => undefined), dnsMs: 20 });
    expect(await failure(silent)).toEqual({ phase: 'dns', code: 'timeout', rule: null });
    const unknown = get('https://unknown.test/', { resolve: () => Promise.reject(new Error('ENOTFOUND')) });
    expect(await failure(unknown)).toMatchObject({ phase: 'dns', code: 'no-address' });
    // What would be refused wherever the name led is refused as that.
    for (const [url, rule] of [
      ['http://unknown.test/', 'scheme'],
      ['https://unknown.test:22/', 'port'],
    ] as const) {
      const refused = get(url, { resolve: () => Promise.reject(new Error('ENOTFOUND')) });
      expect(await failure(refused)).toMatchObject({ code: 'blocked', rule });
    }
  });

  async function receiver(answer: (request: IncomingMessage, response: ServerResponse) => void) {
    const server = createServer(answer).listen(0, '127.0.0.1');
    await once(server, 'listening');
    servers.push({ close: () => (server.closeAllConnections(), server.close()) });
    const { port: at } = server.address() as AddressInfo;
    return { url: `http://127.0.0.1:${at}/`, allow: parseAllowances(`127.0.0.1/32:${at}`) };
  }
  const answered = async (
    answer: (request: IncomingMessage, response: ServerResponse) => void,
    limits: Partial<EgressLimits> = {},
  ) => {
    const { url, allow } = await receiver(answer);
    return get(url, { allow }, limits);
  };

  it('follows no redirect', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      const before = connections;
      const location = `http://127.0.0.1:${port}/`;
      expect((await answered((_, to) => to.writeHead(status, { location }).end())).status).toBe(status);
      expect(connections).toBe(before);
    }
  });

  it('ends in its phase where the receiver is too slow', async () => {
    const never = answered(() => undefined, { headersMs: 50 });
    expect(await failure(never)).toMatchObject({ phase: 'headers', code: 'timeout' });
    const drop = answered((_, to) => void setInterval(() => to.write('x'), 20).unref(), { bodyMs: 100 });
    expect(await failure(drop)).toMatchObject({ phase: 'body', code: 'timeout' });
    const slowHeader = createTcp((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx: ');
      const drip = setInterval(() => socket.write('y'), 10);
      socket.on('close', () => clearInterval(drip)).on('error', () => undefined);
    }).listen(0, '127.0.0.1');
    await once(slowHeader, 'listening');
    servers.push(slowHeader);
    const { port: at } = slowHeader.address() as AddressInfo;
    const slow = get(`http://127.0.0.1:${at}/`, { allow: parseAllowances('127.0.0.1') }, { headersMs: 100 });
    expect(await failure(slow)).toMatchObject({ phase: 'headers', code: 'timeout' });
  });

  it('reads no more of an answer than it is worth', async () => {
    const endless = await answered(
      (_, to) => {
        const more = () => {
          while (!to.destroyed && to.write('x'.repeat(10_000)));
        };
        to.on('drain', more);
        more();
      },
      { bodyBytes: 5_000 },
    );
    expect(endless).toMatchObject({ status: 200, truncated: true });
    expect(endless.body).toHaveLength(5_000);
    const bomb = gzipSync(Buffer.alloc(5_000_000));
    const packed = await answered((_, to) => to.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    expect(packed.body).toEqual(bomb);
    const headers = answered((_, to) => to.writeHead(200, { 'x-long': 'x'.repeat(40_000) }).end());
    expect(await failure(headers)).toMatchObject({ code: 'not-http' });
  });

  it('fails where the answer breaks off', async () => {
    const reset = answered((_, to) => {
      to.writeHead(200, { 'content-length': 100 }).write('half');
      setTimeout(() => to.destroy(), 20);
    });
    expect(await failure(reset)).toMatchObject({ phase: 'body', code: 'reset' });
    const refused = get('http://127.0.0.1:1/', { allow: parseAllowances('127.0.0.1') });
    expect(await failure(refused)).toMatchObject({ phase: 'connect', code: 'refused' });
  });

  it('uses a connection again, and makes another where the receiver has closed it meanwhile', async () => {
    let asked = 0;
    const { url, allow } = await receiver((request, response) => {
      if (++asked === 2) return void request.socket.destroy();
      response.end(String(asked));
    });
    const egress = egressOf({ allow });
    const ask = async () => egress.send({ url, method: 'POST', headers: {}, body: 'x', lane: 'a' });
    expect((await ask()).ms.connect).toBeGreaterThan(0);
    const second = await ask();
    expect([second.body.toString(), second.ms.connect > 0]).toEqual(['3', true]);
    expect((await ask()).ms.connect).toBe(0);
  });

  it('trusts nobody over TLS whom no authority knows', async () => {
    const authority = await createAuthority();
    const server = await startHttps(await authority.certify('localhost'));
    servers.push(server);
    server.will((_, response) => void response.end('yes'));
    const allow = parseAllowances(`127.0.0.1/32:${server.port}`);
    const options = { allow, resolve: async () => ['127.0.0.1'] };
    expect(await failure(get(server.url('/'), options))).toMatchObject({ phase: 'tls' });
    expect((await get(server.url('/'), options, {}, authority.ca)).body.toString()).toBe('yes');
    const other = get(`https://other.test:${server.port}/`, options, {}, authority.ca);
    expect(await failure(other)).toMatchObject({ phase: 'tls' });
  });
});
