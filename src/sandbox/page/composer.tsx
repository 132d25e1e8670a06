import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import type { Command } from './model.ts';

interface ComposerProps {
  readonly placeholder: string;
  readonly commands: readonly Command[];
  /** Resolves when the line was taken or the command answered; what it throws is shown. */
  readonly send: (line: string) => Promise<void>;
}

const matching = (line: string, commands: readonly Command[]): readonly Command[] =>
  line.startsWith('/') && !line.includes(' ')
    ? commands.filter(({ command }) => command.startsWith(line))
    : [];

const Suggestions = ({
  id,
  commands,
  chosen,
  pick,
}: {
  id: string;
  commands: readonly Command[];
  chosen: number;
  pick: (command: Command) => void;
}): ReactNode => (
  <div className="tw-suggestions" role="listbox" id={id} aria-label="Slash commands">
    {commands.map((command, index) => (
      <button
        key={command.command}
        type="button"
        role="option"
        aria-selected={index === chosen}
        onClick={() => pick(command)}
      >
        <strong>{command.command}</strong> <code>{command.usage}</code>
        <small>{command.description}</small>
      </button>
    ))}
  </div>
);

/** How the command that is being typed goes on. */
const usageOf = (line: string, commands: readonly Command[]): string => {
  const typed = commands.find(({ command }) => line.startsWith(`${command} `));
  return typed ? `${typed.command} ${typed.usage}` : '';
};

/** Sends one line at a time and keeps it when it was not taken. */
const useSending = (send: ComposerProps['send']) => {
  const [line, setLine] = useState('');
  const [isWaiting, setWaiting] = useState(false);
  const [problem, setProblem] = useState<string>();
  const submit = async (): Promise<void> => {
    if (line.trim() === '' || isWaiting) return;
    setWaiting(true);
    setProblem(undefined);
    try {
      await send(line);
      setLine('');
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setWaiting(false);
    }
  };
  return { line, setLine, isWaiting, problem, submit };
};

/** The message box: words, or slash commands that are completed as one types. */
export const Composer = ({ placeholder, commands, send }: ComposerProps): ReactNode => {
  const { line, setLine, isWaiting, problem, submit } = useSending(send);
  const [chosen, setChosen] = useState(0);
  const listId = useId();
  const offered = matching(line, commands);
  const pick = (command: Command): void => setLine(`${command.command} `);

  const press = (event: KeyboardEvent): void => {
    const current = offered[chosen % Math.max(offered.length, 1)];
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && current) {
      event.preventDefault();
      setChosen((chosen + step + offered.length) % offered.length);
    } else if (event.key === 'Tab' && current) {
      event.preventDefault();
      pick(current);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (current && current.command !== line) pick(current);
      else void submit();
    }
  };

  return (
    <div className="tw-composer">
      {offered.length > 0 && (
        <Suggestions id={listId} commands={offered} chosen={chosen % offered.length} pick={pick} />
      )}
      <div className="tw-composer-box">
        <input
          role="combobox"
          aria-label={placeholder}
          aria-expanded={offered.length > 0}
          aria-controls={listId}
          autoComplete="off"
          placeholder={placeholder}
          value={line}
          disabled={isWaiting}
          onKeyDown={press}
          onChange={(event) => {
            setLine(event.target.value);
            setChosen(0);
          }}
        />
        <button
          type="button"
          className="tw-send"
          aria-label="Send"
          disabled={line.trim() === '' || isWaiting}
          onClick={() => void submit()}
        >
          ➤
        </button>
      </div>
      <p className="tw-composer-note" role="status">
        {isWaiting && line.startsWith('/')
          ? 'Waiting for the bot …'
          : (problem ?? usageOf(line, commands))}
      </p>
    </div>
  );
};
