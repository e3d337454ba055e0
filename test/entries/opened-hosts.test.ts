import { expect, test } from 'vitest';
import { InvalidSettings } from '../../src/entries/choose-models.ts';
import { readOpenedHosts } from '../../src/entries/opened-hosts.ts';

test('nothing is open unless it is named', () => {
  expect(readOpenedHosts(undefined)).toEqual([]);
  expect(readOpenedHosts(' , ')).toEqual([]);
});

test('hosts are opened with their ports, in one spelling', () => {
  expect(readOpenedHosts('127.0.0.1:8080, [::1]:3000 Wiki.Corp.:80,0x7f.1:443')).toEqual([
    { host: '127.0.0.1', port: 8080 },
    { host: '[::1]', port: 3000 },
    { host: 'wiki.corp', port: 80 },
    { host: '127.0.0.1', port: 443 },
  ]);
});

test.each(['wiki.corp', 'host2', '127.0.0.1', '[::1]'])('%s without a port opens those of the web', (host) => {
  expect(readOpenedHosts(host)).toEqual([
    { host, port: 80 },
    { host, port: 443 },
  ]);
});

test.each([
  'http://127.0.0.1:8080',
  '127.0.0.1:8080/path',
  '*.corp',
  '*',
  '10.0.0.0/8',
  'ada@wiki.corp',
  'wiki.corp:99999',
  'wiki.corp:',
  'wiki.corp:http',
  '::1',
  '256.256.256.256',
  '127.0.0.1:80,*',
])('%s is no host and is said to be none', (setting) => {
  expect(() => readOpenedHosts(setting)).toThrow(InvalidSettings);
  expect(() => readOpenedHosts(setting)).toThrow(/SHIP_OR_SKIP_ALLOW_HOSTS: ".*" is not a host\.\nWrite hosts/);
});
