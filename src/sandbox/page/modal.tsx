import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Blocks } from './blocks/blocks.tsx';
import type { View } from './model.ts';
import { type Chosen, type Surface, SurfaceContext } from './surface.ts';
import { useViewForm, ViewForm } from './view-form.tsx';

interface ModalProps {
  readonly view: View;
  readonly surface: Surface;
  readonly close: () => void;
  /** Resolves with what is wrong, by block id; empty if the form was taken. */
  readonly submit: (values: ReadonlyMap<string, Chosen>) => Promise<ReadonlyMap<string, string>>;
}

/** A form of the bot, over everything else. */
export const Modal = ({ view, surface, close, submit }: ModalProps): ReactNode => {
  const dialog = useRef<HTMLDialogElement>(null);
  const { form, setErrors } = useViewForm(view);
  const [isWaiting, setWaiting] = useState(false);
  const [problem, setProblem] = useState<string>();

  useEffect(() => dialog.current?.showModal(), []);

  const send = async (): Promise<void> => {
    setWaiting(true);
    setProblem(undefined);
    try {
      setErrors(await submit(form.values));
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setWaiting(false);
    }
  };

  return (
    <dialog className="tw-modal" ref={dialog} aria-label={view.title} onClose={close}>
      <form
        method="dialog"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <header>
          <h2>{view.title}</h2>
          <button type="button" className="tw-close" aria-label="Close" onClick={close}>
            ×
          </button>
        </header>
        <div className="tw-modal-body">
          <SurfaceContext value={surface}>
            <ViewForm form={form}>
              <Blocks blocks={view.blocks} />
            </ViewForm>
          </SurfaceContext>
          {problem !== undefined && (
            <p className="tw-error" role="alert">
              {problem}
            </p>
          )}
        </div>
        <footer>
          <button type="button" className="tw-button tw-button-plain" onClick={close}>
            {view.close || 'Close'}
          </button>
          {view.submit !== '' && (
            <button type="submit" className="tw-button tw-button-primary" disabled={isWaiting}>
              {view.submit}
            </button>
          )}
        </footer>
      </form>
    </dialog>
  );
};
