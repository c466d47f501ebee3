import { LOOK_CARES } from '../../shared/domain/find-board.ts';
import { DISPOSITIONS, SEATS } from '../../shared/domain/vocabulary.ts';
import type { Actions } from '../store/actions.ts';
import type { Overlay } from '../store/intent.ts';
import type { KeyIntent, KeyPress } from './keyboard.ts';
import { DISPOSE_CODES } from './sheets.tsx';

/** Does what a key asks for, in the workspace. */
export function runKey(intent: KeyIntent, actions: Actions): void {
  switch (intent.do) {
    case 'walk':
      return actions.walk(intent.step);
    case 'pick':
      return actions.pick(intent.row);
    case 'override':
      // Z X C on the find board: how thorough the look was that found nobody; X beside a meeting that waits: they refused
      if (actions.looked(LOOK_CARES[intent.nth])) return undefined;
      return intent.nth === 1 && actions.agreed(false) ? undefined : actions.override(intent.nth);
    case 'find':
      return actions.dock('find');
    case 'exits':
      return actions.dock('exits');
    case 'meeting':
      return actions.dock('meeting');
    case 'seal':
      return actions.seal.open();
    case 'joint':
      return actions.joint.open();
    case 'standby':
      return actions.standby.open();
    case 'roads':
      return actions.roads.open();
    case 'left':
      return actions.left();
    case 'agreed':
      return void actions.agreed(true);
    case 'go':
      return actions.go(intent.workspace);
    case 'step':
      return actions.step(intent.direction);
    case 'speed':
      return actions.faster(intent.step);
    case 'enter':
      return actions.enter();
    case 'acknowledge':
      return actions.acknowledge();
    case 'recall':
      return actions.recall();
    case 'radio':
      return actions.radio();
    case 'note':
      return actions.focusNote();
    case 'report':
      return actions.overlay('report');
    case 'dispose':
      return actions.overlay('dispose');
    case 'approach':
      return actions.cycleApproach();
    case 'fit':
      return actions.fit();
    case 'play-pause':
      return actions.playPause();
    case 'live':
      return actions.live();
    case 'palette':
      return actions.overlay('palette');
    case 'keys':
      return actions.overlay('keys');
    case 'mute':
      return actions.toggleMute();
    case 'cancel':
      return actions.cancel();
    case 'submit':
    case 'await-workspace':
      return undefined;
  }
}

/** Keys while a sheet is open; true when the sheet took the key. Text typed into the palette is left alone. */
export function runOverlayKey(press: KeyPress, overlay: Overlay, actions: Actions): boolean {
  if (press.code === 'Escape') {
    actions.cancel();
    return true;
  }
  if (press.ctrlKey || press.metaKey || press.altKey || press.repeat) return false;
  switch (overlay) {
    case 'tour':
    case 'keys':
      if (press.code !== 'Enter' && press.code !== 'NumpadEnter') return false;
      actions.cancel();
      return true;
    case 'seats': {
      const seat = SEATS[Number(/^(?:Digit|Numpad)([1-4])$/u.exec(press.code)?.[1] ?? 0) - 1];
      if (seat !== undefined) actions.chooseSeat(seat);
      return seat !== undefined;
    }
    case 'dispose': {
      const disposition = DISPOSITIONS[DISPOSE_CODES.indexOf(press.code.replace('Numpad', 'Digit'))];
      if (disposition !== undefined) actions.dispose(disposition);
      return disposition !== undefined;
    }
    case 'palette':
    case 'report':
      return false;
  }
}
