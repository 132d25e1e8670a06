import { type ReactNode, useMemo, useState } from 'react';
import { type Call, happen, startAfresh } from './api.ts';
import { secondsTime } from './dates.ts';
import { type DeedGroup, groupDeeds } from './deeds.ts';
import type { Info } from './model.ts';

interface PanelProps {
  readonly info: Info;
  readonly calls: readonly Call[];
  readonly close: () => void;
}

/** A button that says when it is at work, done, or why it could not. */
const Press = ({
  name,
  run,
  children,
}: {
  name: string;
  run: () => Promise<void>;
  children: ReactNode;
}): ReactNode => {
  const [state, setState] = useState<'ready' | 'busy' | 'done' | 'failed'>('ready');
  const [problem, setProblem] = useState('');
  const press = async (): Promise<void> => {
    setState('busy');
    try {
      await run();
      setState('done');
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
      setState('failed');
    }
  };
  return (
    <button
      type="button"
      className={`tw-deed tw-deed-${state}`}
      data-deed={name}
      aria-busy={state === 'busy'}
      disabled={state === 'busy'}
      onClick={() => void press()}
      onAnimationEnd={() => setState('ready')}
    >
      {children}
      {state === 'failed' && <em>{problem}</em>}
    </button>
  );
};

const Group = ({ group }: { group: DeedGroup }): ReactNode => (
  <details className="tw-group" open={group.isOpen}>
    <summary>
      {group.title}
      {!group.isOpen && <small>{group.deeds.length}</small>}
    </summary>
    {group.deeds.map(({ what, title, undo }) => (
      <div key={what} className="tw-deed-row">
        <Press name={what} run={() => happen(what)}>
          {title}
        </Press>
        {undo && (
          <span className="tw-undo" title={undo.title}>
            <Press name={undo.what} run={() => happen(undo.what)}>
              OK again
            </Press>
          </span>
        )}
      </div>
    ))}
  </details>
);

const Calls = ({ calls }: { calls: readonly Call[] }): ReactNode => (
  <ol className="tw-calls">
    {calls
      .slice(-12)
      .toReversed()
      .map((call, index) => (
        <li key={`${call.time}/${index}`}>
          <time>{secondsTime(call.time)}</time>
          <span>{call.method || call.target}</span>
          <b className={call.isFine ? 'tw-fine' : 'tw-not-fine'}>{call.outcome}</b>
        </li>
      ))}
  </ol>
);

/** Makes things happen in the sample account, and to the services between it and the bot. */
export const Panel = ({ info, calls, close }: PanelProps): ReactNode => {
  const groups = useMemo(() => groupDeeds(info.happenings), [info]);
  return (
    <aside className="tw-panel" aria-label="Make things happen">
      <header>
        <h2>Make things happen</h2>
        <button type="button" className="tw-close" aria-label="Hide the panel" onClick={close}>
          ×
        </button>
      </header>
      <div className="tw-panel-body">
        {groups.map((group) => (
          <Group key={group.title} group={group} />
        ))}
        <h3>What Slack and AWS were asked</h3>
        <Calls calls={calls} />
        <footer className="tw-panel-foot">
          <Press name="start-afresh" run={startAfresh}>
            Empty everything and start afresh
          </Press>
          <dl>
            <dt>Bot</dt>
            <dd>{info.bot}</dd>
            <dt>AWS</dt>
            <dd>{info.aws}</dd>
          </dl>
        </footer>
      </div>
    </aside>
  );
};
