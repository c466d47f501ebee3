import type { JSX } from 'react';
import type { CommandProgress } from '../../shared/domain/command.ts';
import { localText } from '../i18n/format.ts';
import type { Translator } from '../i18n/translate.ts';
import { useActions, useIntent, useMirror, useTranslator } from '../store/console.tsx';
import { hasCommandFailed, type SentCommand, type Subject } from '../store/intent.ts';
import { Button } from '../ui/button.tsx';
import css from './command-notes.module.css';

/** What became of the commands this window sent: queued, sent, accepted; rejected and expired stay until read. */
export function CommandNotes({
  targetIds,
}: {
  readonly targetIds: readonly string[] | undefined;
}): JSX.Element | undefined {
  const t = useTranslator();
  const actions = useActions();
  const sent = useIntent((intent) => intent.sent);
  const dismissed = useIntent((intent) => intent.dismissed);
  const commands = useMirror((mirror) => mirror.commands);
  const mine = sent.filter(
    (command) =>
      (targetIds === undefined || targetIds.includes(command.targetId)) &&
      !dismissed.includes(command.commandId),
  );
  const failed = mine.filter((command) => hasCommandFailed(commands[command.commandId]));
  const last = mine.findLast((command) => !hasCommandFailed(commands[command.commandId]));
  const shown = [...failed.slice(-3), ...(last === undefined ? [] : [last])];
  if (shown.length === 0) return undefined;
  return (
    <ul className={css['notes']} aria-live="polite" data-panel="commands">
      {shown.map((command) => {
        const progress = commands[command.commandId];
        const state = progress?.state ?? 'queued';
        return (
          <li key={command.commandId} className={css[state]} data-command={state}>
            <span className={css['what']}>
              {[t.text(`kind.${command.kind}`), subjectText(command.subject, t)]
                .filter((part) => part !== '')
                .join(' ')}
            </span>
            <span className={css['state']}>{t.text(`command.${state}`)}</span>
            {hasCommandFailed(progress) && (
              <>
                <span className={css['why']}>{failureText(command, progress, t)}</span>
                <Button onPress={() => actions.dismissCommand(command.commandId)}>
                  {t.text('command.dismiss')}
                </Button>
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function subjectText(subject: Subject, t: Translator): string {
  return typeof subject === 'string' ? subject : localText(subject, t.lang);
}

/** Why a command came to nothing, and what to do about it. */
export function failureText(
  command: SentCommand,
  progress: CommandProgress | undefined,
  t: Translator,
): string {
  if (progress?.state !== 'rejected') return t.text('command.expired.hint');
  if (command.commandId.startsWith('local-')) {
    if (progress.code === 'read-only') return t.text('command.read-only');
    if (progress.code === 'unavailable') return t.text('command.not-sent');
  }
  return t.text(`reject.${progress.code}`);
}
