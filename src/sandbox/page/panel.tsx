import { type ReactNode, useState } from 'react';
import { addFault, type Call, happen, reset } from './api.ts';
import { faultButtons } from './faults.ts';
import type { Info } from './model.ts';

interface PanelProps {
  readonly info: Info;
  readonly calls: readonly Call[];
  readonly close: () => void;
  readonly refresh: () => void;
}

const Deed = ({
  title,
  description,
  run,
  name,
}: {
  title: string;
  description: string;
  run: () => Promise<void>;
  name: string;
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
      <strong>{title}</strong>
      {state === 'failed' ? <em>{problem}</em> : description !== '' && <small>{description}</small>}
    </button>
  );
};

const Calls = ({ calls }: { calls: readonly Call[] }): ReactNode => (
  <ol className="tw-calls">
    {calls
      .slice(-12)
      .toReversed()
      .map((call, index) => (
        <li key={`${call.at}/${index}`}>
          <time>{call.at.slice(11, 19)}</time>
          <span>{call.method || call.target}</span>
          <b className={call.isFine ? 'tw-fine' : 'tw-not-fine'}>{call.outcome || 'ok'}</b>
        </li>
      ))}
  </ol>
);

/** Makes things happen in the sample account, and to the services between it and the bot. */
export const Panel = ({ info, calls, close, refresh }: PanelProps): ReactNode => {
  const deed = (work: () => Promise<void>) => async (): Promise<void> => {
    await work();
    refresh();
  };
  return (
    <aside className="tw-panel" aria-label="Make things happen">
      <header>
        <h2>Make things happen</h2>
        <button type="button" className="tw-close" aria-label="Hide the panel" onClick={close}>
          ×
        </button>
      </header>
      <div className="tw-panel-body">
        <h3>In the sample account</h3>
        {info.happenings.map(({ what, title, description }) => (
          <Deed
            key={what}
            name={what}
            title={title}
            description={description}
            run={deed(() => happen(what))}
          />
        ))}
        <h3>On the way to Slack</h3>
        {faultButtons.map(({ title, description, fault }) => (
          <Deed
            key={title}
            name={title}
            title={title}
            description={description}
            run={deed(() => addFault(fault))}
          />
        ))}
        <h3>What was asked of Slack and AWS</h3>
        <Calls calls={calls} />
        <footer className="tw-panel-foot">
          <Deed name="reset" title="Start afresh" description="" run={deed(reset)} />
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
