import { describe, expect, it } from 'vitest';
import type { EvidenceEvent } from '../../src/core/evidence.ts';
import { accessKeyHash, evidenceEventOf } from '../../src/core/evidence-event.ts';
import {
  ownDeniedProblems,
  rememberOwnRole,
  rememberSession,
} from '../../src/incidents/own-roles.ts';
import { callAlertOf, eventOf } from './fake-evidence.ts';
import { createScene } from './scene.ts';

const role = 'arn:aws:iam::111122223333:role/TrailwardenReader';
const ours = 'ASIAIOSFODNN7EXAMPLE';
const minutes = 60_000;

const byReader = (at: number, accessKeyId: string, id: string, errorCode?: string): EvidenceEvent =>
  evidenceEventOf(
    {
      eventID: id,
      eventName: 'ListUsers',
      eventSource: 'iam.amazonaws.com',
      eventTime: new Date(at).toISOString(),
      awsRegion: 'us-east-1',
      recipientAccountId: '111122223333',
      sourceIPAddress: '192.0.2.7',
      ...(errorCode !== undefined && { errorCode }),
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROAEXAMPLE:trailwarden',
        arn: 'arn:aws:sts::111122223333:assumed-role/TrailwardenReader/trailwarden',
        accountId: '111122223333',
        accessKeyId,
        sessionContext: {
          sessionIssuer: { type: 'Role', userName: 'TrailwardenReader', arn: role },
        },
      },
    },
    ['denied-call'],
  );

const start = async (endsInMs = 60 * minutes) => {
  const scene = await createScene({ roles: { '111122223333': role } });
  const { store, clock } = scene;
  await store.transaction((tx) => rememberSession(tx, accessKeyHash(ours), clock.now() + endsInMs));
  return scene;
};

describe("a role of the bot's", () => {
  it('that is denied a call is one matter of the set-up, however often, and no message', async () => {
    const scene = await start();
    const { clock, send, store, counted } = scene;

    for (let minute = 0; minute < 10; minute += 1) {
      await send(
        callAlertOf(byReader(clock.now(), ours, `e${minute}`, 'AccessDenied'), 'Denied call'),
      );
      await clock.pass(minutes);
    }

    expect(scene.rootTexts()).toEqual([]);
    expect(await scene.incidents()).toEqual([]);
    expect(counted['trailwarden_events_held_back_total own-denied']).toBe(10);
    expect(await store.transaction((tx) => ownDeniedProblems(tx, clock.now()))).toEqual([
      'In 111122223333 the bot itself is denied iam:ListUsers. Its role there needs {"Effect": "Allow", "Action": "iam:ListUsers", "Resource": "*"}, or a policy denies it.',
    ]);
    const dayLater = clock.now() + 25 * 60 * minutes;
    expect(await store.transaction((tx) => ownDeniedProblems(tx, dayLater))).toEqual([]);
  });

  it('in a session that is not its own is critical, whatever the session is called', async () => {
    const scene = await start();
    const { clock, send } = scene;

    await send(
      callAlertOf(
        byReader(clock.now(), 'ASIAI44QH8DHBEXAMPLE', 'e1', 'AccessDenied'),
        'Denied call',
      ),
    );
    await clock.pass(5_000);

    expect(scene.rootText()).toContain('CRITICAL Role of the bot used from elsewhere');
    expect(scene.rootText()).toContain('none that AWS gave to this bot');
  });

  it('is known by late records, and forgotten at last', async () => {
    const scene = await start(-24 * 60 * minutes + 2 * minutes);
    const { clock, send, store } = scene;

    await send(callAlertOf(byReader(clock.now(), ours, 'e1', 'AccessDenied'), 'Denied call'));
    await clock.pass(5_000);

    expect(scene.rootTexts()).toEqual([]);
    await clock.pass(3 * minutes);
    expect(
      await store.transaction((tx) => tx.due.get(`own-key ${accessKeyHash(ours)}`)),
    ).toBeUndefined();
  });

  it("among others' calls does not hide theirs", async () => {
    const scene = await start();
    const { clock, send, counted } = scene;
    const own = byReader(clock.now(), ours, 'e1', 'AccessDenied');
    const bobs = eventOf({ id: 'e2', when: clock.now() - 1, by: 'bob' });
    const alert = callAlertOf(own, 'Denied call');

    await send({ ...alert, events: [own, bobs] });
    await clock.pass(5_000);

    expect(scene.rootText()).toContain('IAM user bob');
    expect(scene.rootText()).not.toContain('TrailwardenReader');
    expect(counted['trailwarden_events_held_back_total own-denied']).toBeUndefined();
  });

  it("in other hands is critical though the bot's own calls stand beside it", async () => {
    const scene = await start();
    const { clock, send } = scene;
    const own = byReader(clock.now(), ours, 'e1', 'AccessDenied');
    const stolen = byReader(clock.now() - 1, 'ASIAI44QH8DHBEXAMPLE', 'e2', 'AccessDenied');

    await send({ ...callAlertOf(own, 'Denied call'), events: [own, stolen] });
    await clock.pass(5_000);

    expect(scene.rootText()).toContain('CRITICAL Role of the bot used from elsewhere');
  });

  it('at home is critical in other hands too, but not one of its name elsewhere', async () => {
    const scene = await createScene();
    const { clock, store, send } = scene;
    const at = clock.now();
    const caller = 'arn:aws:sts::111122223333:assumed-role/TrailwardenReader/bot';
    await store.transaction((tx) => rememberOwnRole(tx, caller.replace('1111', '7777')));
    await send(callAlertOf(byReader(at, ours, 'e1', 'AccessDenied'), 'Denied call'));
    await clock.pass(5_000);
    expect(scene.rootText()).not.toContain('Role of the bot used from elsewhere');

    await store.transaction((tx) => rememberOwnRole(tx, caller));
    await send(callAlertOf(byReader(at, ours, 'e2', 'AccessDenied'), 'Denied call'));
    await clock.pass(5_000);

    expect(scene.rootTexts().at(-1)).toContain('CRITICAL Role of the bot used from elsewhere');
  });

  it('is none where the bot runs as a user', async () => {
    const scene = await createScene();
    const { clock, store, send } = scene;
    const user = 'arn:aws:iam::111122223333:user/TrailwardenReader';
    await store.transaction((tx) => rememberOwnRole(tx, user));

    await send(callAlertOf(byReader(clock.now(), ours, 'e1', 'AccessDenied'), 'Denied call'));
    await clock.pass(5_000);

    expect(scene.rootText()).not.toContain('Role of the bot used from elsewhere');
  });
});
