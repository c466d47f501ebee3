/** How often a fence is looked at, and how long a draw may take before the gate opens anyway. */
const POLL_MS = 4;
const GIVE_UP_MS = 2_000;
/** After a draw the gate stays shut for this many times its duration: drawing takes a quarter of the time at most. */
const REST_FACTOR = 3;
const LONGEST_REST_MS = 1_500;

/**
 * Lets one frame through and no other until the GPU has drained it: without this a software rasteriser queues frames without
 * limit. On a slow device frames come less often instead of taking the whole machine. `onOpen` is called when the next frame
 * may be prepared.
 */
export interface DrawGate {
  /** Call before handing over new layers; `isOpen` turns false. */
  enter(): void;
  /** Call after the commands of a frame were issued. */
  drawn(gl: WebGL2RenderingContext): void;
  isOpen(): boolean;
  dispose(): void;
}

/** An open gate. */
export function createDrawGate(onOpen: () => void): DrawGate {
  let isOpen = true;
  let poll: ReturnType<typeof setTimeout> | undefined;
  let fence: WebGLSync | undefined;
  let enteredAt = 0;
  let deadline = 0;
  const rest = (): void => {
    if (isOpen) return;
    clearTimeout(poll);
    const restMs = Math.min(LONGEST_REST_MS, (performance.now() - enteredAt) * REST_FACTOR);
    poll = setTimeout(open, restMs);
  };
  const open = (): void => {
    clearTimeout(poll);
    poll = undefined;
    fence = undefined;
    if (isOpen) return;
    isOpen = true;
    onOpen();
  };
  const look = (gl: WebGL2RenderingContext): void => {
    if (fence === undefined) return;
    const status = gl.isContextLost() ? gl.WAIT_FAILED : gl.clientWaitSync(fence, 0, 0);
    if (status === gl.TIMEOUT_EXPIRED && performance.now() < deadline) {
      poll = setTimeout(() => look(gl), POLL_MS);
      return;
    }
    gl.deleteSync(fence);
    // The compositor's share counts too: on a slow device frames arrive late.
    requestAnimationFrame(() => requestAnimationFrame(rest));
    poll = setTimeout(open, GIVE_UP_MS);
  };
  return {
    enter: () => {
      isOpen = false;
      enteredAt = performance.now();
      deadline = enteredAt + GIVE_UP_MS;
      clearTimeout(poll);
      // A frame that deck.gl finds nothing to draw in never reports back.
      poll = setTimeout(open, GIVE_UP_MS);
    },
    drawn: (gl) => {
      if (isOpen || fence !== undefined) return;
      fence = gl.fenceSync(gl.SYNC_GPU_COMMANDS_COMPLETE, 0) ?? undefined;
      clearTimeout(poll);
      if (fence === undefined) {
        open();
        return;
      }
      gl.flush();
      poll = setTimeout(() => look(gl), POLL_MS);
    },
    isOpen: () => isOpen,
    dispose: () => clearTimeout(poll),
  };
}
