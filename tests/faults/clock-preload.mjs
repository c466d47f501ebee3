// Loaded into a program before its own code (node --import): every SIGUSR2 moves the program's wall clock by the next step
// of CLOCK_STEPS_MS. Node programs read the wall clock by Date alone; the monotonic clock and timers stay as they are,
// as they do when a machine's clock is set.
const steps = (process.env.CLOCK_STEPS_MS ?? '').split(',').map(Number);
const RealDate = Date;
let offsetMs = 0;
globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() + offsetMs);
    else super(...args);
  }

  static now() {
    return RealDate.now() + offsetMs;
  }
};
process.on('SIGUSR2', () => {
  offsetMs += steps.shift() ?? 0;
});
