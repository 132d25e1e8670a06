/** A request that the control API refuses: `{error, message}` with this status. */
export class ControlError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'ControlError';
    this.status = status;
    this.code = code;
  }
}

export const notThere = (what: string): ControlError => new ControlError(404, 'not_found', what);
