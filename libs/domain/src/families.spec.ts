import { describe, expect, it } from '@jest/globals';
import { factData, specFor } from '#testing';
import { domainEvent } from './catalogue.ts';
import { deciderOf, streamOf, type DomainEvent, type ReportingCommand } from './families.ts';
import { government } from './government/decider.ts';
import { post } from './post/decider.ts';
import { resolution } from './resolution/decider.ts';
import { statement } from './statement/decider.ts';
import { subjects } from './subject/decider.ts';

/** A command and the event that it becomes. */
function fact<Command extends { type: string; data: object }, Event>(
  command: string,
  event: string,
  more: object,
  schemaVersion = 1,
) {
  const data = factData(more);
  return {
    command: { type: command, data } as unknown as Command,
    event: { type: event, schemaVersion, data } as unknown as Event,
  };
}

describe('a post', () => {
  const { given } = specFor(post);
  const about = {
    sending: 'CN',
    receiving: 'AF',
    role: 'head-of-mission',
    envoy: { name: 'Zhao Xing' },
    rank: 'ambassador',
  };
  type Command = Parameters<typeof post.decide>[0];
  type Event = Parameters<typeof post.evolve>[1];
  const of = (command: string, event: string, effective: string, more: object = {}) =>
    fact<Command, Event>(command, event, { authority: 'CN', ...about, effective, ...more });
  const appointed = of('AppointEnvoy', 'EnvoyAppointed', '2023-09', { predecessor: 'Wang Yu', occasion: 'rotation' });
  const accredited = of('AcceptCredentials', 'CredentialsAccepted', '2023-09-13');
  const departed = of('RecordDeparture', 'EnvoyDeparted', '2026-01');

  it('is given to an envoy', () => given().when(appointed.command).then(appointed.event));
  it('has its envoy received', () => given(appointed.event).when(accredited.command).then(accredited.event));
  it('may hear first of an envoy by the credentials', () => given().when(accredited.command).then(accredited.event));
  it('is left', () => given(appointed.event).when(departed.command).then(departed.event));
  it('is not left by somebody who never came', () => given().when(departed.command).thenRefused('never-appointed'));
  it('is not left before somebody came', () =>
    given(appointed.event)
      .when(of('RecordDeparture', 'EnvoyDeparted', '2023-08').command)
      .thenRefused('before-appointment'));
  it('is left by another than the one who was said to', () =>
    given(appointed.event)
      .when(of('RecordDeparture', 'EnvoyDeparted', '2026-01', { envoy: { name: 'Wang Yu' } }).command)
      .thenRefused('never-appointed'));
});

describe('a statement', () => {
  const { given } = specFor(statement);
  type Command = Parameters<typeof statement.decide>[0];
  type Event = Parameters<typeof statement.evolve>[1];
  const said = (authority: string, more: object = {}) =>
    fact<Command, Event>('IssueStatement', 'StatementIssued', {
      authority,
      statement: 's',
      issuer: { name: 'A. Speaker' },
      summary: 'It is welcome',
      stance: 'welcomes',
      about: { countries: ['AF'] },
      ...more,
    });

  it('is issued', () => given().when(said('RU').command).then(said('RU').event));
  it('is reported by another source too', () =>
    given(said('RU').event)
      .when(said('RU', { effective: '2021-08-16' }).command)
      .then(said('RU', { effective: '2021-08-16' }).event));
  it('is not that of another country', () =>
    given(said('RU').event).when(said('CN').command).thenRefused('statement-of-another'));
});

describe('a resolution', () => {
  const { given } = specFor(resolution);
  const adopted = fact<Parameters<typeof resolution.decide>[0], Parameters<typeof resolution.evolve>[1]>(
    ...(['AdoptResolution', 'ResolutionAdopted'] as const),
    { authority: 'UN', symbol: 'S/RES/2721 (2023)', body: 'Security Council', summary: 'Asks for an envoy', about: {} },
  );
  it('is adopted', () => given().when(adopted.command).then(adopted.event));
});

describe('a territory', () => {
  const { given } = specFor(government);
  type Command = Parameters<typeof government.decide>[0];
  type Event = Parameters<typeof government.evolve>[1];
  const of = (command: string, event: string, more: object) =>
    fact<Command, Event>(command, event, { territory: 'AF', ...more });
  const assumed = of('AssumeControl', 'ControlAssumed', { authority: 'AF', by: 'Taliban' });
  const recognition = { authority: 'RU', government: 'Islamic Emirate' };
  const granted = of('GrantRecognition', 'RecognitionGranted', { ...recognition, effective: '2025-07-03' });
  const withdrawn = of('WithdrawRecognition', 'RecognitionWithdrawn', { ...recognition, effective: '2027' });
  const early = of('WithdrawRecognition', 'RecognitionWithdrawn', { ...recognition, effective: '2024' });
  const helped = of('ProvideAssistance', 'AssistanceProvided', { authority: 'KZ', what: 'Flour' });

  it('is held', () => given().when(assumed.command).then(assumed.event));
  it('has its government recognised', () => given().when(granted.command).then(granted.event));
  it('has that taken back', () => given(granted.event).when(withdrawn.command).then(withdrawn.event));
  it('is helped', () => given().when(helped.command).then(helped.event));
  it('loses no recognition that it never had', () => given().when(withdrawn.command).thenRefused('never-recognised'));
  it('loses none before it had it', () => given(granted.event).when(early.command).thenRefused('before-recognition'));
});

describe('a subject', () => {
  const { given } = specFor(subjects);
  type Command = Parameters<typeof subjects.decide>[0];
  type Event = Parameters<typeof subjects.evolve>[1];
  const evidence = [{ kind: 'analysis', text: 'One party' }];
  const of = (command: string, event: string, entries: string[]) =>
    fact<Command, Event>(command, event, { subject: 's', entries, evidence }, 2);
  const linked = of('LinkSubjects', 'SubjectsLinked', ['a:1', 'b:1']);
  const unlinked = of('UnlinkSubjects', 'SubjectsUnlinked', ['b:1']);

  it('links entries', () => given().when(linked.command).then(linked.event));
  it('lets one go', () => given(linked.event).when(unlinked.command).then(unlinked.event));
  it('lets nothing go that it never had', () => given().when(unlinked.command).thenRefused('never-linked'));
});

describe('every family', () => {
  it('is found by its stream’s name', () => {
    expect(deciderOf('post-CN:AF:head-of-mission')).toBe(post);
    expect(() => deciderOf('treaty-1')).toThrow(/No family/);
  });
  it('makes events that the catalogue knows', () => {
    const command = { type: 'AssumeControl', data: factData({ authority: 'AF', territory: 'AF', by: 'Taliban' }) };
    expect(streamOf(command as ReportingCommand)).toBe('government-AF');
    const [event] = government.decide(command as never, government.initial) as DomainEvent[];
    expect(domainEvent.safeParse(event).error).toBeUndefined();
  });
});
