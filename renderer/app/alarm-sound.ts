import type { AlertLevel } from '../../shared/domain/vocabulary.ts';
import type { AudioStatus } from '../store/console.tsx';

/** One level's tone: frequencies in Hz one after the other, each `noteS` seconds long. */
interface Tone {
  readonly hz: readonly number[];
  readonly noteS: number;
  readonly gain: number;
}

/** Told apart by rhythm and direction as well as pitch: two-tone siren, rising pair, single note, soft tick. */
const TONES: Readonly<Record<AlertLevel, Tone>> = {
  L0: { hz: [880, 660, 880, 660], noteS: 0.16, gain: 0.22 },
  L1: { hz: [587, 784], noteS: 0.18, gain: 0.16 },
  L2: { hz: [523], noteS: 0.2, gain: 0.1 },
  L3: { hz: [392], noteS: 0.07, gain: 0.06 },
};

/** Plays alarm tones; a blocked or missing device is a status, never a silent failure. */
export interface AlarmSound {
  play(level: AlertLevel): void;
  status(): AudioStatus;
  onStatus(listener: (status: AudioStatus) => void): () => void;
  /** Called from a user gesture: lets a blocked device speak. */
  unblock(): void;
}

/** Sound over WebAudio oscillators; no sound file is needed. */
export function createAlarmSound(makeContext: () => AudioContext): AlarmSound {
  const listeners = new Set<(status: AudioStatus) => void>();
  let context: AudioContext | undefined;
  let isMissing = false;
  const publish = (): void => {
    for (const listener of listeners) listener(status());
  };
  const open = (): AudioContext | undefined => {
    if (context !== undefined || isMissing) return context;
    try {
      context = makeContext();
      context.addEventListener('statechange', publish);
    } catch {
      isMissing = true;
    }
    publish();
    return context;
  };
  const status = (): AudioStatus => {
    if (isMissing) return 'missing';
    return context?.state === 'running' ? 'ready' : 'blocked';
  };
  const resume = (): void => {
    const device = open();
    if (device?.state === 'suspended') device.resume().then(publish, publish);
  };
  return {
    play(level) {
      // Before the first gesture a browser would only log a refusal; the button says that the sound is blocked.
      if (context?.state === 'running') sound(context, TONES[level]);
      else if (context !== undefined) resume();
    },
    status,
    onStatus(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    unblock: resume,
  };
}

function sound(device: AudioContext, tone: Tone): void {
  for (const [index, hz] of tone.hz.entries()) {
    const startS = device.currentTime + index * tone.noteS;
    const oscillator = device.createOscillator();
    const volume = device.createGain();
    oscillator.frequency.value = hz;
    oscillator.type = 'triangle';
    volume.gain.setValueAtTime(0, startS);
    volume.gain.linearRampToValueAtTime(tone.gain, startS + 0.01);
    volume.gain.linearRampToValueAtTime(0, startS + tone.noteS);
    oscillator.connect(volume).connect(device.destination);
    oscillator.start(startS);
    oscillator.stop(startS + tone.noteS);
  }
}
