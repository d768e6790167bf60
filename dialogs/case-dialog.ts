import { WaterfallDialog, type DialogTurnResult, type WaterfallStepContext } from './support/sdk.ts';
import { CheckingDialog, type CheckingOptions, type CheckingResult } from './checking-dialog.ts';
import { ClosingDialog } from './closing-dialog.ts';
import { HandOverDialog } from './hand-over-dialog.ts';
import { caseDialogId } from './support/dialog-ids.ts';
import { dialogTurn, openCase } from './support/dialog-turn.ts';
import { lastFixed } from './support/case-changes.ts';
import { UnderstandingDialog, type UnderstandingOptions } from './understanding-dialog.ts';

export interface CaseOptions extends UnderstandingOptions {
  /** Goes on with the checks of the case that is open already. */
  resume?: boolean;
  /** With `resume`: begins with this check. */
  again?: CheckingOptions['again'];
  /** With `resume`: it works by now. */
  isSolved?: boolean;
}

/** One case from the first symptom to its end. */
export class CaseDialog extends WaterfallDialog<CaseOptions> {
  static readonly id = caseDialogId;

  constructor() {
    super(CaseDialog.id);
    this.addStep((step: WaterfallStepContext<CaseOptions>) => this.understand(step));
    this.addStep((step: WaterfallStepContext<CaseOptions>) => this.troubleshoot(step));
    this.addStep((step: WaterfallStepContext<CaseOptions>) => this.finish(step));
    this.addStep((step: WaterfallStepContext<CaseOptions>) => this.goOnWithNext(step));
  }

  understand(step: WaterfallStepContext<CaseOptions>): Promise<DialogTurnResult> {
    if (step.options.resume) return step.next(step.options.lead);
    return step.beginDialog(UnderstandingDialog.id, step.options);
  }

  troubleshoot(step: WaterfallStepContext<CaseOptions>): Promise<DialogTurnResult> {
    if (step.options.isSolved)
      return step.next({
        end: 'fixed',
        check: lastFixed(openCase(step.context)),
      } satisfies CheckingResult);
    return step.beginDialog(CheckingDialog.id, {
      lead: step.result as string | undefined,
      again: step.options.again,
    });
  }

  finish(step: WaterfallStepContext<CaseOptions>): Promise<DialogTurnResult> {
    const result = step.result as CheckingResult;
    return result.end === 'hand-over'
      ? step.replaceDialog(HandOverDialog.id, { because: result.because })
      : step.beginDialog(ClosingDialog.id, {
          explained: result.end === 'explained',
          check: result.check,
          also: result.also,
        });
  }

  /** A second symptom of the same message becomes the next case by itself. */
  goOnWithNext(step: WaterfallStepContext<CaseOptions>): Promise<DialogTurnResult> {
    const next = step.result as UnderstandingOptions | undefined;
    const { session } = dialogTurn(step.context);
    session.question = { kind: 'symptom' };
    session.step += 1;
    return next ? step.replaceDialog(CaseDialog.id, next) : step.endDialog();
  }
}
